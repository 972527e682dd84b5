package dev.usher.identity;

import java.io.Serial;

/** Carries a refusal to where it is answered. Has no stack trace: a bad token is no defect. */
final class RefusedTokenException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    private final Refusal refusal;

    RefusedTokenException(Refusal refusal) {
        super(refusal.name(), null, false, false);
        this.refusal = refusal;
    }

    Refusal refusal() {
        return refusal;
    }
}
