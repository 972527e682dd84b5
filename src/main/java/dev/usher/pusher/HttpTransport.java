package dev.usher.pusher;

import dev.usher.http.Exchange;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.core.http.HttpClient;
import io.vertx.mutiny.core.http.HttpClientRequest;
import io.vertx.mutiny.core.http.HttpClientResponse;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Function;

/** Carries requests to the Channels server over connections that are kept open. */
@Singleton
class HttpTransport {

    /** Far more than the attributes of 100 channels; what is larger was sent by something else than a Channels server. */
    private static final int MAX_ANSWER = 256 * 1024;

    /** Room for 20,000 channels with names of full length. What an app has more, it asks for by prefix. */
    private static final int MAX_LISTING = 4 * 1024 * 1024;

    /** Nobody waits for longer; and beyond some weeks, Vert.x's milliseconds no longer fit. */
    private static final Duration LONGEST = Duration.ofDays(1);

    /** So many may wait for a connection, beside what is published, which has a queue of its own. */
    private static final int QUESTIONS = 1024;

    private final HttpClient client;
    private final Duration connectTimeout;
    private final Duration timeout;

    HttpTransport(Vertx vertx, PublishConfig config) {
        require("connections", config.connections() >= 1, "1 or more");
        Duration millisecond = Duration.ofMillis(1);
        require("connect-timeout", isBearable(config.connectTimeout(), millisecond), "1ms or more, and at most 24h");
        require("timeout", isBearable(config.timeout(), millisecond), "1ms or more, and at most 24h");
        require("keep-alive", isBearable(config.keepAlive(), Duration.ofSeconds(1)), "1s or more, and at most 24h");
        this.connectTimeout = config.connectTimeout();
        this.timeout = config.timeout();
        this.client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setConnectTimeout(Math.toIntExact(connectTimeout.toMillis()))
                        .setKeepAliveTimeout(Math.toIntExact(config.keepAlive().toSeconds())),
                // Vert.x's default of 5 connections would hold 50 ms calls to a hundred a second.
                new PoolOptions().setHttp1MaxSize(config.connections()).setMaxWaitQueueSize(QUESTIONS));
    }

    private static boolean isBearable(Duration duration, Duration least) {
        return duration.compareTo(least) >= 0 && duration.compareTo(LONGEST) <= 0;
    }

    private static void require(String setting, boolean right, String expected) {
        if (!right) {
            throw new ConfigurationException("Set usher.publish." + setting + " to " + expected + ".");
        }
    }

    /**
     * Posts JSON. Fails with {@link NotSentException} as long as nothing can have reached the server, and with
     * {@link TimeoutException} if it does not answer.
     */
    Uni<UpstreamAnswer> post(URI uri, String json) {
        RequestOptions options = options(HttpMethod.POST, uri).putHeader("Content-Type", "application/json");
        return exchange(options, request -> request.send(json), MAX_ANSWER);
    }

    /** Gets an answer, and fails as {@link #post} does. */
    Uni<UpstreamAnswer> get(URI uri) {
        return exchange(options(HttpMethod.GET, uri), HttpClientRequest::send, MAX_LISTING);
    }

    private RequestOptions options(HttpMethod method, URI uri) {
        return new RequestOptions()
                .setMethod(method)
                .setAbsoluteURI(uri.toString())
                .setConnectTimeout(connectTimeout.toMillis())
                .putHeader("Accept", "application/json");
    }

    private Uni<UpstreamAnswer> exchange(
            RequestOptions options, Function<HttpClientRequest, Uni<HttpClientResponse>> sending, int maxAnswer) {
        return client.request(options)
                .onFailure()
                .transform(NotSentException::new)
                .flatMap(request -> Exchange.of(request, sending, response -> read(response, maxAnswer), timeout))
                // Goes on when nobody waits for it any more: a connection that comes only then has to be given back.
                .memoize()
                .indefinitely();
    }

    private static Uni<UpstreamAnswer> read(HttpClientResponse response, int maxAnswer) {
        return response.toMulti()
                .collect()
                .in(Buffer::buffer, (Buffer body, Buffer chunk) -> append(body, chunk, maxAnswer))
                .map(body -> new UpstreamAnswer(
                        response.statusCode(),
                        response.getHeader("Retry-After"),
                        body.toString(StandardCharsets.UTF_8)));
    }

    private static void append(Buffer body, Buffer chunk, int maxAnswer) {
        if (body.length() + chunk.length() > maxAnswer) {
            throw new IllegalStateException("the answer exceeds " + maxAnswer + " bytes");
        }
        body.appendBuffer(chunk);
    }

    @PreDestroy
    void close() {
        client.closeAndForget();
    }
}
