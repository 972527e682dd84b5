package dev.usher.pusher;

import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpClientConnection;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Takes connections out of use in time: no further call gets them, and those that they have are finished. */
final class Retirement {

    /** By so much of their age connections differ that were opened at once; else they would all be opened anew at once. */
    private static final double SPREAD = 0.1;

    private final Vertx vertx;
    private final Duration maxAge;
    private final long graceMillis;

    /** @param longestCall after which nothing is on its way over a connection that is no longer handed out */
    Retirement(Vertx vertx, Duration maxAge, Duration longestCall) {
        this.vertx = vertx;
        this.maxAge = maxAge;
        this.graceMillis = longestCall.toMillis() + 1;
    }

    /** To be told of each new connection. */
    void begin(HttpConnection connection) {
        double age =
                maxAge.toMillis() * (1 - SPREAD * ThreadLocalRandom.current().nextDouble());
        long timer = vertx.setTimer(Math.max(1, (long) age), due -> retire(connection));
        HttpConnection unused = connection.closeHandler(closed -> vertx.cancelTimer(timer));
    }

    private void retire(HttpConnection connection) {
        if (isShared(connection)) {
            end(connection);
        } else {
            connection.shutdown(graceMillis, TimeUnit.MILLISECONDS);
        }
    }

    /** Ends one that may be dead, and that others are about to call over; one of HTTP/1.1 has been closed by then. */
    void distrust(HttpConnection connection) {
        if (isShared(connection)) {
            end(connection);
        }
    }

    /**
     * Not at once as soon as nothing is on its way, which is what Vert.x would do: a call that has just been given the
     * connection on another event loop would write into one that is being closed.
     */
    private void end(HttpConnection connection) {
        HttpConnection unused = connection.goAway(0);
        vertx.setTimer(graceMillis, finished -> connection.close());
    }

    private static boolean isShared(HttpConnection connection) {
        return ((HttpClientConnection) connection).channel().pipeline().get(Http2ConnectionHandler.class) != null;
    }
}
