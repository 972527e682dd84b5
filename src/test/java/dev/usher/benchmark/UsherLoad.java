package dev.usher.benchmark;

import dev.usher.testing.TestIssuer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Backends that publish through Usher, each over a connection of its own and one call after another. */
final class UsherLoad implements AutoCloseable {

    private static final int EVENTS_OF_A_BATCH = 50;

    private final Vertx vertx = Vertx.vertx();
    private final String token = TestIssuer.token("backend", "publisher");
    private final AtomicInteger events = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final String usher;
    private final HttpClient http;
    private volatile boolean closing;

    UsherLoad(String usher, int callers) {
        this.usher = usher;
        this.http = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(callers));
    }

    /** Has so many publish one event a call, each to a channel of its own, until this is closed. */
    UsherLoad publishEvents(int callers) {
        IntStream.range(0, callers).forEach(caller -> pump("/events", () -> event("bench-" + caller)));
        return this;
    }

    /** Has so many publish {@value #EVENTS_OF_A_BATCH} events a call, each to another channel, until this is closed. */
    UsherLoad publishBatches(int callers) {
        IntStream.range(0, callers).forEach(caller -> pump("/events/batch", () -> batch(caller)));
        return this;
    }

    /** Publishes one event after another, and returns how many microseconds each took. */
    long[] publishAlone(int times) throws Exception {
        long[] micros = new long[times];
        for (int i = 0; i < times; i++) {
            long start = System.nanoTime();
            Buffer unused = post("/events", event("bench-lone"))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(1, TimeUnit.MINUTES);
            micros[i] = (System.nanoTime() - start) / 1_000;
        }
        return micros;
    }

    /** How many calls were not answered with 200. */
    int refused() {
        return refused.get();
    }

    private void pump(String path, Supplier<String> body) {
        if (!closing) {
            post(path, body.get()).onComplete(done -> pump(path, body));
        }
    }

    private Future<Buffer> post(String path, String body) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(usher + path)
                .putHeader("Authorization", "Bearer " + token)
                .putHeader("Content-Type", "application/json");
        return http.request(options)
                .compose((HttpClientRequest request) -> request.send(body))
                .compose(answer -> {
                    if (answer.statusCode() != 200 && !closing) {
                        refused.incrementAndGet();
                    }
                    return answer.body();
                });
    }

    private String batch(int caller) {
        return IntStream.range(0, EVENTS_OF_A_BATCH)
                .mapToObj(i -> event("bench-%d-%d".formatted(caller, i)))
                .collect(Collectors.joining(",", "{\"batch\":[", "]}"));
    }

    private String event(String channel) {
        return "{\"name\":\"bench\",\"channel\":\"%s\",\"data\":\"%d\"}".formatted(channel, events.incrementAndGet());
    }

    @Override
    public void close() {
        closing = true;
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
