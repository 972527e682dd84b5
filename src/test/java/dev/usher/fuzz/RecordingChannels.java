package dev.usher.fuzz;

import dev.usher.testing.Loopback;
import dev.usher.testing.UsherEnvironment;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;

/** A Channels server that is well, and remembers where events went, what was asked about, and whom it was to end. */
public final class RecordingChannels implements QuarkusTestResourceLifecycleManager {

    private static final String PORT = "test-recording-channels.port";

    private final Vertx vertx = Vertx.vertx();
    private final Set<String> seen = new ConcurrentSkipListSet<>();

    @Override
    public Map<String, String> start() {
        int port = Loopback.listen(vertx, this::handle);
        System.setProperty(PORT, Integer.toString(port));
        return UsherEnvironment.with(port);
    }

    private void handle(HttpServerRequest request) {
        if (request.path().equals("/seen")) {
            request.response().end(new JsonArray(List.copyOf(seen)).encode());
            return;
        }
        request.bodyHandler(body -> {
            // The path after /apps/<id>, in which names of channels and users stand.
            String path = request.path().substring(request.path().indexOf('/', "/apps/".length()));
            if (path.equals("/events") || path.equals("/batch_events")) {
                remember(body);
            } else {
                seen.add(request.method() + " " + path);
            }
            request.response().putHeader("Content-Type", "application/json").end("{}");
        });
    }

    private void remember(Buffer body) {
        JsonObject json = body.toJsonObject();
        for (Object event : json.getJsonArray("batch", new JsonArray().add(json))) {
            JsonObject one = (JsonObject) event;
            if (one.containsKey("channel")) {
                seen.add(one.getString("channel"));
            }
            one.getJsonArray("channels", new JsonArray()).forEach(channel -> seen.add((String) channel));
        }
    }

    /** All that has been seen so far. */
    static Set<String> seen() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + Integer.getInteger(PORT) + "/seen"))
                .build();
        String body = HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
        Set<String> seen = new TreeSet<>();
        new JsonArray(body).forEach(each -> seen.add((String) each));
        return seen;
    }

    @Override
    public void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
