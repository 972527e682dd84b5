package dev.usher.pusher;

import dev.usher.http.Trust;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Settings of tests. */
record TestTransport(
        int connections, Duration connectTimeout, Duration timeout, Duration keepAlive, Duration maxConnectionAge)
        implements TransportConfig {

    /** Longer than a test waits for anything. */
    static final Duration LONG = Duration.ofMinutes(10);

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    static TestTransport of(int connections) {
        return new TestTransport(connections, PATIENCE, PATIENCE, LONG, LONG);
    }

    TestTransport withTimeout(Duration timeout) {
        return new TestTransport(connections, connectTimeout, timeout, keepAlive, maxConnectionAge);
    }

    TestTransport withConnectTimeout(Duration connectTimeout) {
        return new TestTransport(connections, connectTimeout, timeout, keepAlive, maxConnectionAge);
    }

    TestTransport withAge(Duration maxConnectionAge) {
        return new TestTransport(connections, connectTimeout, timeout, keepAlive, maxConnectionAge);
    }

    /** A transport with these, which believes what the JDK does. */
    HttpTransport over(Vertx vertx) {
        return over(vertx, new Trust(Optional.empty()));
    }

    HttpTransport over(Vertx vertx, Trust trust) {
        return new HttpTransport(io.vertx.mutiny.core.Vertx.newInstance(vertx), this, trust);
    }

    static Signed posting(URI uri) {
        return new Signed(uri, Optional.of("{}"));
    }

    static Signed asking(URI uri) {
        return new Signed(uri, Optional.empty());
    }
}
