package dev.usher.testing;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * An endpoint that decides as the name of the channel tells it to: what follows the last {@code _} is how it answers.
 * {@code GET /seen?channel=} tells what it was asked about a channel: {@code [{"body", "authorization"}, …]}.
 */
public final class ScriptedOpa extends ScriptedServer {

    /** Where this test run's endpoint listens; the same for every class loader. */
    private static final String PORT = "test-scripted-opa.port";

    public static final String TOKEN = "token-of-the-endpoint";

    private static final Map<String, String> ANSWERS = Map.ofEntries(
            Map.entry("true", "{\"result\":true}"),
            Map.entry("false", "{\"result\":false}"),
            Map.entry("undefined", "{}"),
            Map.entry("beside", "{\"decision_id\":\"1\",\"result\":true,\"warning\":{\"code\":\"x\"}}"),
            Map.entry("object", "{\"result\":{\"allow\":true}}"),
            Map.entry("named", "{\"result\":{\"allow\":true,\"rule\":\"on call\",\"more\":[1]}}"),
            Map.entry(
                    "forging",
                    "{\"result\":{\"allow\":true,\"rule\":\"x\\\" user=\\\"admin\\n" + "y".repeat(500) + "\"}}"),
            Map.entry("refusing", "{\"result\":{\"allow\":false,\"rule\":\"closed\"}}"),
            Map.entry("empty", "{\"result\":{}}"),
            Map.entry("garbage", "<html>words of the endpoint</html>"),
            Map.entry("nothing", ""),
            Map.entry("array", "[{\"result\":true}]"),
            Map.entry("bare", "true"),
            Map.entry("text", "{\"result\":\"true\"}"),
            Map.entry("number", "{\"result\":1}"),
            Map.entry("null", "{\"result\":null}"),
            Map.entry("set", "{\"result\":[true]}"),
            Map.entry("allowtext", "{\"result\":{\"allow\":\"true\"}}"),
            Map.entry("allownull", "{\"result\":{\"allow\":null}}"),
            Map.entry("twice", "{\"result\":true,\"result\":true}"),
            Map.entry("trailing", "{\"result\":true}{\"result\":true}"),
            Map.entry("cut", "{\"result\":true"),
            Map.entry("huge", "{\"result\":true,\"x\":\"" + "x".repeat(100_000) + "\"}"));

    private final Queue<HttpServerRequest> held = new ConcurrentLinkedQueue<>();

    public ScriptedOpa() {
        super("channel");
    }

    @Override
    public Map<String, String> start() {
        int port = listen(0);
        System.setProperty(PORT, Integer.toString(port));
        return Map.of(
                "usher.opa.url", "http://127.0.0.1:" + port + "/v1/data/usher/allow?key=of-the-query",
                "usher.opa.token", TOKEN,
                "usher.opa.actions", "subscribe,publish",
                "usher.opa.claims", "org.id,teams",
                // Long enough for a machine that is busy.
                "usher.opa.timeout", "2s",
                "usher.access.timeout", "10s");
    }

    public static String url(String path) {
        return "http://127.0.0.1:" + Integer.getInteger(PORT) + path;
    }

    /** Allows whatever it was asked about on a channel of {@code _wait}. */
    public void letGo() {
        List.copyOf(held).forEach(request -> answer(request, "true"));
        held.clear();
    }

    @Override
    void take(HttpServerRequest request, Buffer body) {
        String channel = body.toJsonObject()
                .getJsonObject("input")
                .getJsonObject("channel")
                .getString("name");
        JsonObject asked = new JsonObject()
                .put("body", body.toString())
                .put("target", request.uri())
                .put("authorization", request.getHeader("Authorization"));
        String step = channel.substring(channel.lastIndexOf('_') + 1);
        if (step.equals("wait")) {
            // Before it is seen: whoever waits until it is asked then lets go of all that is held.
            held.add(request);
        }
        remember(channel, asked);
        answer(request, step);
    }

    private void answer(HttpServerRequest request, String step) {
        switch (step) {
            case "hang", "wait" -> {}
            case "close" -> request.connection().close();
            case "redirect" ->
                request.response()
                        .setStatusCode(307)
                        .putHeader("Location", "/elsewhere")
                        .end();
            case "stop" ->
                request.response().setChunked(true).write("{\"result\":").onComplete(sent -> request.connection()
                        .close());
            default -> {
                boolean isStatus = step.matches("\\d{3}");
                request.response()
                        .setStatusCode(isStatus ? Integer.parseInt(step) : 200)
                        .putHeader("Content-Type", "application/json")
                        .end(isStatus ? "{\"result\":true}" : ANSWERS.getOrDefault(step, "{}"));
            }
        }
    }
}
