package dev.usher.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/**
 * A Channels server that does what the name of an event says: {@code status-413} answers with that status, {@code
 * retry-7} with 429 and {@code Retry-After: 7}, {@code hang} not at all, {@code close} by closing the connection,
 * {@code garbage} with something that is no JSON, {@code endless} with too much of it, {@code soketi-413} as soketi does, {@code info} with attributes,
 * and {@code echo-…} with the request in the place of attributes.
 */
public final class FaultyChannels implements QuarkusTestResourceLifecycleManager {

    /** Short, because a test waits for it. */
    private static final String TIMEOUT = "500ms";

    private final Vertx vertx = Vertx.vertx();

    @Override
    public Map<String, String> start() {
        int port = vertx.createHttpServer()
                .requestHandler(request -> request.bodyHandler(body -> answer(request, body.toJsonObject())))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
        Map<String, String> config = UsherEnvironment.with(port);
        config.put("usher.publish.timeout", TIMEOUT);
        return config;
    }

    private static void answer(HttpServerRequest request, JsonObject event) {
        HttpServerResponse response = request.response();
        String name = event.getString("name");
        String number = name.substring(name.indexOf('-') + 1);
        switch (name.split("-", 2)[0]) {
            case "status" -> response.setStatusCode(Integer.parseInt(number)).end("words of the server");
            case "retry" ->
                response.setStatusCode(429).putHeader("Retry-After", number).end();
            case "hang" -> {}
            case "close" -> request.connection().close();
            case "garbage" -> response.end("<html>");
            case "endless" -> response.setChunked(true).end("{\"x\":\"" + "x".repeat(1024 * 1024) + "\"}");
            case "soketi" -> response.end("{\"error\":\"words\",\"code\":" + number + "}");
            case "echo" ->
                response.end(new JsonObject()
                        .put("channels", new JsonObject().put("echo", echo(request, event)))
                        .encode());
            default -> response.setStatusCode(500).end();
        }
    }

    private static JsonObject echo(HttpServerRequest request, JsonObject event) {
        return event.put("target", request.uri())
                .put("thread", Thread.currentThread().getName());
    }

    @Override
    public void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
