package dev.usher.identity;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;

/** Fetches over HTTP, and again when a timer of Vert.x' says so. */
final class TimedFetching implements FetchedKeys.Fetching {

    private static final long NONE = -1;

    private final Vertx vertx;
    private final JwksClient client;
    private long timer = NONE;

    TimedFetching(Vertx vertx, JwksClient client) {
        this.vertx = vertx;
        this.client = client;
    }

    @Override
    public Uni<JwksClient.Answer> get(URI url) {
        return client.get(url);
    }

    @Override
    public synchronized void after(Duration delay, Runnable fetch) {
        if (timer != NONE) {
            vertx.cancelTimer(timer);
        }
        timer = vertx.setTimer(Math.max(1, delay.toMillis()), fired -> fetch.run());
    }
}
