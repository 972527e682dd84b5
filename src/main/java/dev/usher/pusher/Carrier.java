package dev.usher.pusher;

import dev.usher.http.Exchange;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.core.http.HttpClient;
import io.vertx.mutiny.core.http.HttpClientRequest;
import io.vertx.mutiny.core.http.HttpClientResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

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

    /** How many calls it carries at a time before further ones wait. */
    private final int connections;

    private final AtomicInteger calls = new AtomicInteger();

    Carrier(Vertx vertx, TransportConfig config, HttpClientOptions options, PoolOptions pool) {
        this.connectTimeout = config.connectTimeout();
        this.timeout = config.timeout();
        this.connections = pool.getHttp1MaxSize();
        this.retirement = new Retirement(vertx.getDelegate(), config.maxConnectionAge(), config.timeout());
        this.client = vertx.httpClientBuilder()
                .with(options)
                .with(pool)
                .withConnectHandler(connection -> retirement.begin(connection.getDelegate()))
                .build();
    }

    /**
     * Sends it, and reads the answer. Fails with {@link NotSentException} as long as nothing can have reached the server,
     * and with {@link TimeoutException} if it does not answer.
     */
    Uni<UpstreamAnswer> send(Signed request) {
        return send(request, timeout);
    }

    /**
     * Sends it if that can be done in time.
     *
     * @param time for all of it, the wait for a connection included; not more than is configured for either
     */
    Uni<UpstreamAnswer> send(Signed request, Duration time) {
        RequestOptions options = new RequestOptions()
                .setMethod(request.method())
                .setAbsoluteURI(request.uri().toString())
                .putHeader("Accept", "application/json");
        if (request.body().isPresent()) {
            options.putHeader("Content-Type", "application/json");
        }
        return exchange(new Question(options, request.body(), System.nanoTime(), time));
    }

    private Uni<UpstreamAnswer> exchange(Question question) {
        return Uni.createFrom()
                .deferred(() -> attempt(question, 1))
                // Goes on when nobody waits for it any more: a connection that comes only then has to be given back.
                .memoize()
                .indefinitely();
    }

    /** All attempts together wait no longer for a connection than one may, and so take no longer than one may. */
    private Uni<UpstreamAnswer> attempt(Question question, int number) {
        RequestOptions options = question.options().setConnectTimeout(millis(question.left(connectTimeout)));
        return client.request(options)
                .onFailure()
                .transform(failure -> NotSentException.unconnected(failure, calls.get() >= connections))
                .flatMap(request -> over(request, question))
                .onFailure(failure -> number < MAX_CONNECTIONS_TRIED
                        && failure instanceof NotSentException unsent
                        && unsent.isOfOneConnection()
                        && !question.left(connectTimeout).isZero())
                .recoverWithUni(() -> attempt(question, number + 1));
    }

    private Uni<UpstreamAnswer> over(HttpClientRequest request, Question question) {
        calls.incrementAndGet();
        return Exchange.of(
                        request,
                        one -> Sending.of(one, question.body()),
                        response -> read(response, question.maxAnswer()),
                        atLeastSome(shorter(timeout, question.left(question.time()))))
                .onFailure(TimeoutException.class)
                .invoke(() -> retirement.distrust(request.getDelegate().connection()))
                .onTermination()
                .invoke(() -> calls.decrementAndGet());
    }

    private static long millis(Duration time) {
        return atLeastSome(time).toMillis();
    }

    /** Zero would mean for ever. */
    private static Duration atLeastSome(Duration time) {
        return time.toMillis() > 0 ? time : Duration.ofMillis(1);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
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

    /**
     * What is asked.
     *
     * @param body JSON, or nothing
     * @param begun by {@link System#nanoTime()}
     * @param time there is for it from then on
     */
    private record Question(RequestOptions options, Optional<String> body, long begun, Duration time) {

        /** How much is left of so much time, or of its own if that is less; not less than nothing. */
        Duration left(Duration most) {
            Duration left = shorter(time, most).minusNanos(System.nanoTime() - begun);
            return left.isNegative() ? Duration.ZERO : left;
        }

        int maxAnswer() {
            return body.isPresent() ? MAX_ANSWER : MAX_LISTING;
        }
    }
}
