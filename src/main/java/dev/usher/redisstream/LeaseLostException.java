package dev.usher.redisstream;

import java.io.Serial;

/** Another pod reads the stream now. Has no stack trace: it is an answer, not a defect. */
final class LeaseLostException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    LeaseLostException() {
        super("another pod reads the stream now", null, false, false);
    }
}
