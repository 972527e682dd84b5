package dev.usher.pusher;

import java.io.Serial;

/** No connection could be had, so nothing was sent. */
final class NotSentException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    NotSentException(Throwable cause) {
        super(cause);
    }
}
