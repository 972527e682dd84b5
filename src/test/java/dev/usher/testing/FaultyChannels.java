package dev.usher.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.regex.Pattern;

/**
 * A Channels server that does what the name of an event, a channel or a user says, behind the prefix of its kind:
 * {@code status-413} answers with that status, {@code retry-7} with 429 and {@code Retry-After: 7}, {@code hang} not at
 * all, {@code close} by closing the connection, {@code garbage} with something that is no JSON, {@code endless} with too
 * much of it, {@code soketi-413} as soketi does, {@code echo-400} by repeating the URL, and any other name as a server
 * that is well. A batch goes as its first event does that is not well. {@code GET /calls} tells what was asked since
 * {@code GET /forget}, {@code GET /last} the last of it: a body, and as its {@code target} where it was sent.
 */
public final class FaultyChannels implements QuarkusTestResourceLifecycleManager {

    /** Where this test run's server listens; the same for every class loader. */
    private static final String PORT = "test-faulty-channels.port";

    /** Short, because a test waits for it. */
    private static final String TIMEOUT = "500ms";

    /** With more than was asked for. */
    private static final String PUBLISHED = "{\"channels\":{\"news\":{\"subscription_count\":3,\"other\":\"words\"}}}";

    private static final String LISTED = """
            {"channels":{"presence-a":{"user_count":2,"other":"words"},"presence-b":{"user_count":1,"occupied":true},
             "private-user-42":{},"#server-to-user-42":{},"not a channel":{}},"other":"words"}""";

    private static final String CHANNEL = """
            {"occupied":true,"user_count":2,"subscription_count":3,"other":"words",
             "cache":{"data":"{\\"nonce\\":\\"n\\"}","ttl":60,"other":"words"}}""";

    private static final String USERS = "{\"users\":[{\"id\":\"42\",\"user_info\":{}},{\"id\":7}],\"other\":\"words\"}";

    private static final Pattern KIND = Pattern.compile("^(private-|presence-|cache-|encrypted-|user-)*");

    private final Vertx vertx = Vertx.vertx();
    private final Deque<JsonObject> calls = new ConcurrentLinkedDeque<>();

    @Override
    public Map<String, String> start() {
        int port = Loopback.listen(vertx, this::handle);
        System.setProperty(PORT, Integer.toString(port));
        Map<String, String> config = UsherEnvironment.with(port);
        config.put("usher.publish.timeout", TIMEOUT);
        // One call after another, each made once, whatever became of those before it.
        config.put("usher.publish.connections", "1");
        config.put("usher.publish.retries", "0");
        config.put("usher.publish.failures", "1000000");
        return config;
    }

    public static String url(String path) {
        return "http://127.0.0.1:" + Integer.getInteger(PORT) + path;
    }

    private void handle(HttpServerRequest request) {
        switch (request.path()) {
            case "/last" -> tell(request, calls.isEmpty() ? new JsonObject() : calls.getLast());
            case "/calls" -> tell(request, new JsonObject().put("calls", new JsonArray(List.copyOf(calls))));
            case "/forget" -> {
                calls.clear();
                request.response().end();
            }
            default ->
                request.bodyHandler(body -> {
                    JsonObject call = body.length() == 0 ? new JsonObject() : body.toJsonObject();
                    calls.add(call.put("target", request.uri())
                            .put("method", request.method().name()));
                    answer(request, call);
                });
        }
    }

    private static void tell(HttpServerRequest request, JsonObject what) {
        request.response().putHeader("Content-Type", "application/json").end(what.encode());
    }

    private static void answer(HttpServerRequest request, JsonObject call) {
        String[] path = request.path().split("/", -1);
        String last = path[path.length - 1];
        switch (last) {
            case "events" -> answer(request, call.getString("name"), PUBLISHED);
            case "batch_events" -> answerBatch(request, call.getJsonArray("batch"));
            case "channels" -> answer(request, request.getParam("filter_by_prefix", ""), LISTED);
            case "users" -> answer(request, path[path.length - 2], USERS);
            case "terminate_connections" -> answer(request, path[path.length - 2], "{\"ok\":true}");
            default -> answer(request, last, CHANNEL);
        }
    }

    private static void answerBatch(HttpServerRequest request, JsonArray batch) {
        JsonArray counts = new JsonArray();
        String name = "fine";
        for (int i = batch.size() - 1; i >= 0; i--) {
            JsonObject event = batch.getJsonObject(i);
            counts.add(0, new JsonObject().put("subscription_count", i).put("other", "words"));
            name = event.getString("name").equals("fine") ? name : event.getString("name");
        }
        answer(request, name, new JsonObject().put("batch", counts).encode());
    }

    private static void answer(HttpServerRequest request, String named, String well) {
        HttpServerResponse response = request.response();
        String name = KIND.matcher(named).replaceFirst("");
        String number = name.substring(name.indexOf('-') + 1);
        switch (name.substring(0, Math.max(0, name.length() - number.length() - 1))) {
            case "status" -> response.setStatusCode(Integer.parseInt(number)).end("words of the server");
            case "echo" ->
                response.setStatusCode(Integer.parseInt(number)).end("no words but " + request.absoluteURI());
            case "retry" ->
                response.setStatusCode(429).putHeader("Retry-After", number).end();
            case "soketi" -> response.end("{\"error\":\"words\",\"code\":" + number + "}");
            default -> answerAtAll(request, name, well);
        }
    }

    private static void answerAtAll(HttpServerRequest request, String name, String well) {
        HttpServerResponse response = request.response();
        switch (name) {
            case "hang" -> {}
            case "close" -> request.connection().close();
            case "garbage" -> response.end("ACCEPTED");
            case "page" -> response.end("\n<!DOCTYPE html>");
            case "endless" -> response.setChunked(true).end("{\"x\":\"" + "x".repeat(5 * 1024 * 1024) + "\"}");
            default -> response.end(well);
        }
    }

    @Override
    public void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
