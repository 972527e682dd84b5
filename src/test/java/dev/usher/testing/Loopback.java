package dev.usher.testing;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;

/** Servers of tests, on this machine alone. */
public final class Loopback {

    private Loopback() {}

    /** Has the handler answer on a port that is free, and returns the port. */
    public static int listen(Vertx vertx, Handler<HttpServerRequest> handler) {
        return listen(vertx, 0, handler);
    }

    /** Has the handler answer on that port, or on any that is free for 0, and returns it. */
    static int listen(Vertx vertx, int port, Handler<HttpServerRequest> handler) {
        return vertx.createHttpServer()
                .requestHandler(handler)
                .listen(port, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }
}
