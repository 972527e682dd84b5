package dev.usher.channel;

import java.io.Serial;

/**
 * Text from outside is not the name it claims to be. The message says what is wrong and what is expected; it gives the
 * place and the code point of an illegal character rather than the text itself, which may be long or hold control
 * characters.
 */
public final class InvalidNameException extends IllegalArgumentException {

    @Serial
    private static final long serialVersionUID = 1;

    InvalidNameException(String message) {
        super(message);
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
