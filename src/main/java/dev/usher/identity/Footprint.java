package dev.usher.identity;

import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * About how many bytes of memory a value of JSON takes. It rather says too much: an estimate that a token could be
 * written to stay below would be no bound.
 */
final class Footprint {

    /** An object's header and fields, a number, a truth. */
    private static final int OBJECT = 32;

    /** A map or a list with its first table. */
    private static final int CONTAINER = 96;

    /** A member's node, and its place in the table. */
    private static final int MEMBER = 64;

    private static final int REFERENCE = 16;

    private Footprint() {}

    /** Two bytes for each character, which is what those take that are not Latin. */
    static long of(@Nullable Object value) {
        if (value instanceof String text) {
            return OBJECT + 2L * text.length();
        }
        if (value instanceof Map<?, ?> object) {
            return CONTAINER
                    + object.entrySet().stream()
                            .mapToLong(member -> MEMBER + of(member.getKey()) + of(member.getValue()))
                            .sum();
        }
        if (value instanceof Collection<?> elements) {
            return CONTAINER
                    + elements.stream()
                            .mapToLong(element -> REFERENCE + of(element))
                            .sum();
        }
        // Of numbers, only those with many digits are larger.
        return value instanceof Number number ? OBJECT + 2L * digits(number) : OBJECT;
    }

    /** Not by writing it out, which would take all memory for 1e999999999. */
    private static int digits(Number number) {
        return number instanceof java.math.BigDecimal decimal
                ? decimal.precision()
                : number instanceof java.math.BigInteger whole ? whole.bitLength() / 3 : 0;
    }
}
