package dev.usher.channel;

import java.io.Serial;

/**
 * Text from outside is not the name it claims to be. It gives the place and the code point of an illegal
 * character rather than the text itself, which may be long or hold control characters.
 */
public final class InvalidNameException extends IllegalArgumentException {

    @Serial
    private static final long serialVersionUID = 1;

    private final String reason;

    InvalidNameException(String reason) {
        super(reason);
        this.reason = reason;
    }

    /** What is wrong with the text, and what is expected; fit to be shown to whoever sent it. */
    public String reason() {
        return reason;
    }

    static void checkLength(String what, String text, int maxLength) {
        if (text.isEmpty()) {
            throw new InvalidNameException(what + " is empty");
        }
        if (text.length() > maxLength) {
            throw new InvalidNameException(
                    "%s has %d characters (expected: at most %d)".formatted(what, text.length(), maxLength));
        }
    }

    static InvalidNameException illegalCharacter(String what, String text, int index, String expected) {
        return new InvalidNameException(
                "%s holds U+%04X at index %d (expected: %s)".formatted(what, text.codePointAt(index), index, expected));
    }
}
