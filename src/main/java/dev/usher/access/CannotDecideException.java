package dev.usher.access;

import java.io.Serial;

/**
 * A rule knows why it has no answer, and says so to whoever runs Usher. Of other failures, only the class is put on
 * record. Has no stack trace: it is no defect.
 */
public final class CannotDecideException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    /** @param reason for the log, such as {@code status 500}; without tokens, secrets, or what others have written */
    public CannotDecideException(String reason) {
        super(reason, null, false, false);
    }
}
