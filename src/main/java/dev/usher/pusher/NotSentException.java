package dev.usher.pusher;

import io.vertx.core.http.HttpClosedException;
import java.io.Serial;

/** The server has not been asked: no connection could be had, or it is certain that the request was not looked at. */
final class NotSentException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    private final boolean connected;

    private NotSentException(Throwable cause, boolean connected) {
        super(cause);
        this.connected = connected;
    }

    /** No connection could be had. */
    static NotSentException unconnected(Throwable cause) {
        // Closed between being handed out and being used.
        return new NotSentException(cause, cause instanceof HttpClosedException);
    }

    /** There was a connection, and it was of no use. */
    static NotSentException connected(Throwable cause) {
        return new NotSentException(cause, true);
    }

    /** Whether it is that one connection which failed, so that the next may be as good as any. */
    boolean isOfOneConnection() {
        return connected;
    }
}
