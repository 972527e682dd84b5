package dev.usher.testing;

import com.google.protobuf.InvalidProtocolBufferException;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Takes traces as a collector of OpenTelemetry does, by OTLP over HTTP. */
public final class Collector implements AutoCloseable {

    /** The header by which it would know who tells it something. */
    public static final String KEY = "x-api-key";

    private static final long PATIENCE_SECONDS = 60;

    private final Vertx vertx = Vertx.vertx();
    private final List<TracedSpan> spans = new ArrayList<>();
    private final List<String> paths = new ArrayList<>();
    private final List<@Nullable String> keys = new ArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final int port;

    /** @param port to listen on, or 0 for any that is free */
    public Collector(int port) {
        HttpServer server = vertx.createHttpServer()
                .connectionHandler(connection -> connections.incrementAndGet())
                .requestHandler(request -> request.bodyHandler(body -> {
                    take(request, body);
                    request.response().end();
                }));
        this.port = server.listen(port, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }

    public int port() {
        return port;
    }

    /** How many connections have been opened to it. */
    public int connections() {
        return connections.get();
    }

    /** What has come so far. */
    public synchronized List<TracedSpan> spans() {
        return List.copyOf(spans);
    }

    /** Where it was sent. */
    public synchronized List<String> paths() {
        return List.copyOf(paths);
    }

    /** With which key. */
    public synchronized List<@Nullable String> keys() {
        return new ArrayList<>(keys);
    }

    /** The first span like this, when it has come. */
    public synchronized TracedSpan await(Predicate<TracedSpan> like) throws InterruptedException {
        return await(like, 1).get(0);
    }

    /** The spans like this, when there are so many. */
    public synchronized List<TracedSpan> await(Predicate<TracedSpan> like, int count) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        List<TracedSpan> found = spans.stream().filter(like).toList();
        while (found.size() < count) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError("not " + count + " of these spans, but " + spans);
            }
            wait(left);
            found = spans.stream().filter(like).toList();
        }
        return found;
    }

    private synchronized void take(HttpServerRequest request, Buffer body) {
        paths.add(request.path());
        keys.add(request.getHeader(KEY));
        try {
            spans.addAll(TracedSpan.read(body.getBytes()));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
        notifyAll();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
