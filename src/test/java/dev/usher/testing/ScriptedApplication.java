package dev.usher.testing;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Map;

/**
 * An application that takes webhooks as their first event tells it to. The event {@code {"id", "script":[…]}} has what
 * to do with the first delivery, the second and so on: to answer with a status, to {@code hang}, or to {@code close} the
 * connection; after that, and without a script, it takes it. {@code GET /seen?id=} tells what came of that id:
 * {@code [{"body", "headers"}, …]}.
 */
public final class ScriptedApplication extends ScriptedServer {

    /** Where this test run's application listens; the same for every class loader. */
    private static final String PORT = "test-scripted-application.port";

    /** A further key of the app, which is active too. */
    public static final String OLDER_KEY = "older-key";

    public static final String OLDER_SECRET = "older-secret";

    public ScriptedApplication() {
        super("id");
    }

    /** As a resource, beside a Channels server: Usher has this as the application, and further keys. */
    @Override
    public Map<String, String> start() {
        int port = listen(0);
        System.setProperty(PORT, Integer.toString(port));
        return Map.of(
                "usher.webhook.forward.url",
                "http://127.0.0.1:" + port + "/webhooks?token=of-the-application",
                // Short, because tests wait for it; long enough for a machine that is busy.
                "usher.webhook.forward.timeout",
                "2s",
                "usher.webhook.forward.retry-for",
                "10s",
                "usher.webhook.keys",
                OLDER_KEY + ":" + OLDER_SECRET + ",oldest-key:oldest-secret");
    }

    public static String url(String path) {
        return "http://127.0.0.1:" + Integer.getInteger(PORT) + path;
    }

    @Override
    void take(HttpServerRequest request, Buffer body) {
        JsonArray events = body.toJsonObject().getJsonArray("events");
        JsonObject first =
                !events.isEmpty() && events.getValue(0) instanceof JsonObject event ? event : new JsonObject();
        JsonObject headers = new JsonObject();
        request.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        int turn = remember(
                first.getString("id", ""),
                new JsonObject()
                        .put("body", body.toString())
                        .put("target", request.uri())
                        .put("headers", headers));
        JsonArray script = first.getJsonArray("script", new JsonArray());
        play(request, turn <= script.size() ? script.getString(turn - 1) : "200");
    }

    private static void play(HttpServerRequest request, String step) {
        switch (step) {
            case "hang" -> {}
            case "close" -> request.connection().close();
            default ->
                request.response()
                        .setStatusCode(Integer.parseInt(step))
                        // For a redirect, which is not to be followed.
                        .putHeader("Location", "/elsewhere")
                        .end("words of the application");
        }
    }
}
