package dev.usher.fuzz;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;

/** Sends generated requests, many at a time, until one is answered as it should not be. */
final class FuzzClient implements AutoCloseable {

    private static final int AT_A_TIME = 64;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client;
    private final Map<String, String> headers;

    FuzzClient(int port, Map<String, String> headers) {
        this.headers = headers;
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setDefaultHost("127.0.0.1").setDefaultPort(port),
                new PoolOptions().setHttp1MaxSize(AT_A_TIME).setMaxWaitQueueSize(-1));
    }

    /** Says what is wrong with an answer. */
    interface Oracle {
        void check(FuzzRequest request, FuzzAnswer answer) throws Exception;
    }

    /** Sends so many requests. Fails with the first one that has no answer, or one that the oracle does not agree to. */
    void run(int count, IntFunction<FuzzRequest> generator, Oracle oracle) {
        Run run = new Run(count, generator, oracle);
        CompletableFuture<?>[] lanes = new CompletableFuture<?>[AT_A_TIME];
        for (int i = 0; i < AT_A_TIME; i++) {
            lanes[i] = new CompletableFuture<>();
            next(run, lanes[i]);
        }
        CompletableFuture.allOf(lanes).join();
        Throwable failure = run.failure().get();
        if (failure != null) {
            throw new AssertionError(failure);
        }
    }

    private record Run(
            int count,
            IntFunction<FuzzRequest> generator,
            Oracle oracle,
            AtomicInteger sent,
            AtomicReference<Throwable> failure) {
        Run(int count, IntFunction<FuzzRequest> generator, Oracle oracle) {
            this(count, generator, oracle, new AtomicInteger(), new AtomicReference<>());
        }
    }

    private void next(Run run, CompletableFuture<?> lane) {
        int number = run.sent().getAndIncrement();
        if (number >= run.count() || run.failure().get() != null) {
            lane.complete(null);
            return;
        }
        FuzzRequest request = run.generator().apply(number);
        client.request(HttpMethod.valueOf(request.method()), request.target())
                .compose(open -> send(open, request))
                .onComplete(answered -> {
                    if (answered.succeeded()) {
                        check(run, number, request, answered.result());
                    } else {
                        run.failure().compareAndSet(null, failed(number, request, answered.cause()));
                    }
                    next(run, lane);
                });
    }

    private io.vertx.core.Future<FuzzAnswer> send(HttpClientRequest open, FuzzRequest request) {
        headers.forEach(open::putHeader);
        request.headers().forEach(open::putHeader);
        return open.send(Buffer.buffer(request.body())).compose(response -> response.body()
                .map(body -> new FuzzAnswer(
                        response.statusCode(), String.valueOf(response.getHeader("Content-Type")), body.getBytes())));
    }

    private static void check(Run run, int number, FuzzRequest request, FuzzAnswer answer) {
        try {
            run.oracle().check(request, answer);
        } catch (Exception | AssertionError e) {
            run.failure().compareAndSet(null, failed(number, request, e));
        }
    }

    private static AssertionError failed(int number, FuzzRequest request, Throwable cause) {
        return new AssertionError("request " + number + ": " + request, cause);
    }

    @Override
    public void close() {
        client.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
