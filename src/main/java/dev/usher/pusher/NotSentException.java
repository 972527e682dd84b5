package dev.usher.pusher;

import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClosedException;
import java.io.Serial;
import java.util.concurrent.TimeoutException;

/** The server has not been asked: no connection could be had, or it is certain that the request was not looked at. */
final class NotSentException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    private final boolean connected;
    private final boolean crowded;

    private NotSentException(Throwable cause, boolean connected, boolean crowded) {
        super(cause);
        this.connected = connected;
        this.crowded = crowded;
    }

    /**
     * No connection could be had.
     *
     * @param busy whether all that there may be were in use
     */
    static NotSentException unconnected(Throwable cause, boolean busy) {
        boolean crowded =
                cause instanceof ConnectionPoolTooBusyException || (busy && cause instanceof TimeoutException);
        // Closed between being handed out and being used.
        return new NotSentException(cause, cause instanceof HttpClosedException, crowded);
    }

    /** There was a connection, and it was of no use. */
    static NotSentException connected(Throwable cause) {
        return new NotSentException(cause, true, false);
    }

    /** Whether it is that one connection which failed, so that the next may be as good as any. */
    boolean isOfOneConnection() {
        return connected;
    }

    /** Whether it is that others were in the way, rather than the server. */
    boolean isOfTheCrowd() {
        return crowded;
    }
}
