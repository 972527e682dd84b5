package dev.usher.pusher;

import dev.usher.http.Trust;
import dev.usher.http.Untraced;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.mutiny.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The connections to the Channels server: some for publishing and some for everything else, so that neither waits while
 * the other has much to do. HTTP/2 where the server offers it in the TLS handshake, else HTTP/1.1.
 */
@Singleton
class HttpTransport {

    /** Nobody waits for longer; and beyond some weeks, Vert.x's milliseconds no longer fit. */
    private static final Duration LONGEST = Duration.ofDays(1);

    /** Backends ask now and then: at 50 ms for an answer, these carry 160 questions a second. */
    private static final int QUESTIONS_AT_A_TIME = 8;

    /** Of a crowd whose connections end together, as many are asked for within two seconds or so. */
    private static final int QUESTIONS_WAITING = 1024;

    /** There are no more calls under way than connections; a few wait while one of these is replaced. */
    private static final int PUBLISHING_WAITING = 1024;

    /** It carries what the server lets it, which is a hundred calls at a time or more; a lost one is replaced. */
    private static final int HTTP2_CONNECTIONS = 1;

    private final Carrier publishing;
    private final Carrier questions;

    HttpTransport(Vertx vertx, TransportConfig config, Trust trust) {
        require("connections", config.connections() >= 1, "1 or more");
        Duration millisecond = Duration.ofMillis(1);
        requireBearable("connect-timeout", config.connectTimeout(), millisecond);
        requireBearable("timeout", config.timeout(), millisecond);
        requireBearable("keep-alive", config.keepAlive(), Duration.ofSeconds(1));
        requireBearable("max-connection-age", config.maxConnectionAge(), Duration.ofSeconds(1));
        HttpClientOptions options = trust.with(options(config));
        // Vert.x's default of 5 connections would hold 50 ms calls to a hundred a second.
        this.publishing = new Carrier(vertx, config, options, pool(config.connections(), PUBLISHING_WAITING));
        int few = Math.min(QUESTIONS_AT_A_TIME, config.connections());
        this.questions = new Carrier(vertx, config, options, pool(few, QUESTIONS_WAITING));
    }

    private static HttpClientOptions options(TransportConfig config) {
        int connectMillis = Math.toIntExact(config.connectTimeout().toMillis());
        int keepSeconds = Math.toIntExact(config.keepAlive().toSeconds());
        return Untraced.options()
                .setConnectTimeout(connectMillis)
                .setSslHandshakeTimeout(connectMillis)
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setKeepAliveTimeout(keepSeconds)
                .setHttp2KeepAliveTimeout(keepSeconds)
                // The version is that of plain HTTP. Said to be HTTP/2, it would ask for an upgrade there.
                .setProtocolVersion(HttpVersion.HTTP_1_1)
                .setUseAlpn(true)
                .setAlpnVersions(List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1));
    }

    private static PoolOptions pool(int connections, int waiting) {
        return new PoolOptions()
                .setHttp1MaxSize(connections)
                .setHttp2MaxSize(HTTP2_CONNECTIONS)
                .setMaxWaitQueueSize(waiting);
    }

    private static void requireBearable(String setting, Duration duration, Duration least) {
        boolean right = duration.compareTo(least) >= 0 && duration.compareTo(LONGEST) <= 0;
        String shortest = least.toSeconds() > 0 ? least.toSeconds() + "s" : least.toMillis() + "ms";
        require(setting, right, shortest + " or more, and at most 24h");
    }

    private static void require(String setting, boolean right, String expected) {
        if (!right) {
            throw new ConfigurationException("Set usher.publish." + setting + " to " + expected + ".");
        }
    }

    /** For events. */
    Carrier publishing() {
        return publishing;
    }

    /** For what is asked about channels and users, and what is done to users. */
    Carrier questions() {
        return questions;
    }

    @PreDestroy
    void close() {
        publishing.close();
        questions.close();
    }
}
