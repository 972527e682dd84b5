package dev.usher.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/**
 * A Channels server that does what the name of an event says: {@code status-413} answers with that status, {@code
 * retry-7} with 429 and {@code Retry-After: 7}, {@code hang} not at all, {@code close} by closing the connection,
 * {@code garbage} with something that is no JSON, {@code endless} with too much of it, {@code soketi-413} as soketi
 * does, and any other name as a server that is well. {@code GET /last} tells the last event, and as its {@code target}
 * where it was sent.
 */
public final class FaultyChannels implements QuarkusTestResourceLifecycleManager {

    /** Where this test run's server listens; the same for every class loader. */
    private static final String PORT = "test-faulty-channels.port";

    /** Short, because a test waits for it. */
    private static final String TIMEOUT = "500ms";

    /** With more than was asked for. */
    private static final String ANSWER = "{\"channels\":{\"news\":{\"subscription_count\":3,\"other\":\"words\"}}}";

    private final Vertx vertx = Vertx.vertx();
    private volatile JsonObject last = new JsonObject();

    @Override
    public Map<String, String> start() {
        int port = Loopback.listen(vertx, this::handle);
        System.setProperty(PORT, Integer.toString(port));
        Map<String, String> config = UsherEnvironment.with(port);
        config.put("usher.publish.timeout", TIMEOUT);
        return config;
    }

    public static String url(String path) {
        return "http://127.0.0.1:" + Integer.getInteger(PORT) + path;
    }

    private void handle(HttpServerRequest request) {
        if (request.method().equals(HttpMethod.GET)) {
            request.response().putHeader("Content-Type", "application/json").end(last.encode());
        } else {
            request.bodyHandler(body -> {
                last = body.toJsonObject().put("target", request.uri());
                answer(request, last.getString("name"));
            });
        }
    }

    private static void answer(HttpServerRequest request, String name) {
        HttpServerResponse response = request.response();
        String number = name.substring(name.indexOf('-') + 1);
        switch (name.substring(0, Math.max(0, name.length() - number.length() - 1))) {
            case "status" -> response.setStatusCode(Integer.parseInt(number)).end("words of the server");
            case "retry" ->
                response.setStatusCode(429).putHeader("Retry-After", number).end();
            case "soketi" -> response.end("{\"error\":\"words\",\"code\":" + number + "}");
            default -> answerAtAll(request, name);
        }
    }

    private static void answerAtAll(HttpServerRequest request, String name) {
        HttpServerResponse response = request.response();
        switch (name) {
            case "hang" -> {}
            case "close" -> request.connection().close();
            case "garbage" -> response.end("<html>");
            case "endless" -> response.setChunked(true).end("{\"x\":\"" + "x".repeat(1024 * 1024) + "\"}");
            default -> response.end(ANSWER);
        }
    }

    @Override
    public void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
