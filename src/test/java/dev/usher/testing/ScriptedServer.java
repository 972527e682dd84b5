package dev.usher.testing;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A server on this machine that does as what it is asked about tells it to, and remembers that. {@code GET /seen} tells
 * what has come, also to a test in another process.
 */
public abstract class ScriptedServer implements QuarkusTestResourceLifecycleManager, AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final Map<String, JsonArray> seen = new ConcurrentHashMap<>();
    private final String parameter;

    /** @param parameter names, in the query of {@code GET /seen}, what was asked about */
    ScriptedServer(String parameter) {
        this.parameter = parameter;
    }

    /** Listens on that port, or on any that is free for 0, and returns it. */
    public int listen(int port) {
        return Loopback.listen(vertx, port, this::handle);
    }

    /** What has come about that. */
    public JsonArray seen(String about) {
        return seen.getOrDefault(about, new JsonArray());
    }

    /** Remembers what has come, and returns how much that is by now. */
    @CanIgnoreReturnValue
    final int remember(String about, JsonObject what) {
        return seen.merge(about, JsonArray.of(what), (before, now) -> before.copy()
                        .addAll(now))
                .size();
    }

    /** Answers, or does not. */
    abstract void take(HttpServerRequest request, Buffer body);

    private void handle(HttpServerRequest request) {
        if (request.path().equals("/seen")) {
            request.response().end(seen(request.getParam(parameter)).encode());
        } else {
            request.bodyHandler(body -> take(request, body));
        }
    }

    @Override
    public void close() {
        stop();
    }

    @Override
    public void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
