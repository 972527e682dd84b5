package dev.usher.policy;

import java.io.Serial;

/** A pattern cannot be used. The message says what is wrong with it and how to write what was probably meant. */
public final class UnsafePatternException extends IllegalArgumentException {

    @Serial
    private static final long serialVersionUID = 1;

    UnsafePatternException(String pattern, String reason) {
        super("the pattern \"%s\" %s".formatted(pattern, reason));
    }
}
