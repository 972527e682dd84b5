package dev.usher.pusher;

import dev.usher.http.Exchange;
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
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** Carries requests to the Channels server over connections of its own, which are kept open. */
final class Carrier {

    /** Far more than the attributes of 100 channels; what is larger was sent by something else than a Channels server. */
    private static final int MAX_ANSWER = 256 * 1024;

    /** Room for 20,000 channels with names of full length. What an app has more, it asks for by prefix. */
    private static final int MAX_LISTING = 4 * 1024 * 1024;

    /** A server that restarts closes all connections within milliseconds; who has met three such waits for nobody else. */
    private static final int MAX_CONNECTIONS_TRIED = 3;

    private final HttpClient client;
    private final Retirement retirement;
    private final Duration connectTimeout;
    private final Duration timeout;

    Carrier(Vertx vertx, TransportConfig config, HttpClientOptions options, PoolOptions pool) {
        this.connectTimeout = config.connectTimeout();
        this.timeout = config.timeout();
        this.retirement = new Retirement(vertx.getDelegate(), config.maxConnectionAge(), config.timeout());
        this.client = vertx.httpClientBuilder()
                .with(options)
                .with(pool)
                .withConnectHandler(connection -> retirement.begin(connection.getDelegate()))
                .build();
    }

    /**
     * Posts JSON. Fails with {@link NotSentException} as long as nothing can have reached the server, and with
     * {@link TimeoutException} if it does not answer.
     */
    Uni<UpstreamAnswer> post(URI uri, String json) {
        RequestOptions options = options(HttpMethod.POST, uri).putHeader("Content-Type", "application/json");
        return exchange(new Question(options, Optional.of(json), MAX_ANSWER));
    }

    /** Gets an answer, and fails as {@link #post} does. */
    Uni<UpstreamAnswer> get(URI uri) {
        return exchange(new Question(options(HttpMethod.GET, uri), Optional.empty(), MAX_LISTING));
    }

    private static RequestOptions options(HttpMethod method, URI uri) {
        return new RequestOptions()
                .setMethod(method)
                .setAbsoluteURI(uri.toString())
                .putHeader("Accept", "application/json");
    }

    private Uni<UpstreamAnswer> exchange(Question question) {
        return Uni.createFrom()
                .deferred(() -> attempt(question, System.nanoTime(), 1))
                // Goes on when nobody waits for it any more: a connection that comes only then has to be given back.
                .memoize()
                .indefinitely();
    }

    /** All attempts together wait no longer for a connection than one may, and so take no longer than one may. */
    private Uni<UpstreamAnswer> attempt(Question question, long begun, int number) {
        long left = connectTimeout.toMillis() - (System.nanoTime() - begun) / 1_000_000;
        return client.request(question.options().setConnectTimeout(Math.max(1, left)))
                .onFailure()
                .transform(NotSentException::unconnected)
                .flatMap(request -> over(request, question))
                .onFailure(failure -> number < MAX_CONNECTIONS_TRIED
                        && failure instanceof NotSentException unsent
                        && unsent.isOfOneConnection()
                        && System.nanoTime() - begun < connectTimeout.toNanos())
                .recoverWithUni(() -> attempt(question, begun, number + 1));
    }

    private Uni<UpstreamAnswer> over(HttpClientRequest request, Question question) {
        return Exchange.of(
                        request,
                        one -> Sending.of(one, question.body()),
                        response -> read(response, question.maxAnswer()),
                        timeout)
                .onFailure(TimeoutException.class)
                .invoke(() -> retirement.distrust(request.getDelegate().connection()));
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

    void close() {
        client.closeAndForget();
    }

    /** @param body JSON, or nothing */
    private record Question(RequestOptions options, Optional<String> body, int maxAnswer) {}
}
