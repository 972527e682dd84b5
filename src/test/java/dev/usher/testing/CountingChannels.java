package dev.usher.testing;

import dev.usher.conformance.Ports;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A Channels server that keeps what reaches it, in the order in which it does. It takes its time, can go and come back at
 * the same address, and has channels that it is busy for.
 */
public final class CountingChannels implements AutoCloseable {

    /** An event at one channel. */
    public record Arrived(String channel, String data) {}

    private final Vertx vertx = Vertx.vertx();
    private final int port = Ports.free();
    private final long latencyMillis;
    private final List<Arrived> arrived = new CopyOnWriteArrayList<>();
    private final Set<String> busy = ConcurrentHashMap.newKeySet();
    private @Nullable HttpServer server;

    /** Not started yet. */
    public CountingChannels(long latencyMillis) {
        this.latencyMillis = latencyMillis;
    }

    public int port() {
        return port;
    }

    public void start() {
        server = vertx.createHttpServer()
                .requestHandler(this::handle)
                .listen(port, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    /** Ends it, and its connections; what is on its way there is lost or in doubt. */
    public void stop() {
        if (server != null) {
            server.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    /** From now on, events to that channel get 503 with {@code Retry-After: 1}. */
    public void refuse(String channel) {
        busy.add(channel);
    }

    /** From now on, they do not any more. */
    public void accept(String channel) {
        busy.remove(channel);
    }

    public List<Arrived> arrived() {
        return List.copyOf(arrived);
    }

    /** What has reached one channel. */
    public List<String> at(String channel) {
        return arrived().stream()
                .filter(event -> event.channel().equals(channel))
                .map(Arrived::data)
                .toList();
    }

    private void handle(HttpServerRequest request) {
        request.bodyHandler(body -> {
            List<Arrived> events = events(body.toJsonObject());
            if (events.stream().map(Arrived::channel).anyMatch(busy::contains)) {
                request.response()
                        .setStatusCode(503)
                        .putHeader("Retry-After", "1")
                        .end();
                return;
            }
            arrived.addAll(events);
            vertx.setTimer(latencyMillis, tick -> request.response().end("{}"));
        });
    }

    private static List<Arrived> events(JsonObject call) {
        List<Arrived> events = new ArrayList<>();
        JsonArray batch = call.getJsonArray("batch", new JsonArray());
        for (int i = 0; i < batch.size(); i++) {
            JsonObject event = batch.getJsonObject(i);
            events.add(new Arrived(event.getString("channel"), event.getString("data")));
        }
        for (Object channel : call.getJsonArray("channels", new JsonArray())) {
            events.add(new Arrived((String) channel, call.getString("data")));
        }
        return events;
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
