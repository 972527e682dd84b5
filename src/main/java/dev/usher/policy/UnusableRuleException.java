package dev.usher.policy;

import java.io.Serial;

/** A rule cannot be used. The message says what is wrong with it and what was probably meant. */
public final class UnusableRuleException extends IllegalArgumentException {

    @Serial
    private static final long serialVersionUID = 1;

    UnusableRuleException(String message) {
        super(message);
    }
}
