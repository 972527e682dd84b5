package dev.usher.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.pusher.rest.Pusher;
import com.pusher.rest.data.Event;
import com.pusher.rest.data.PresenceUser;
import com.pusher.rest.data.Result;
import com.pusher.rest.data.Validity;
import dev.usher.testing.Vectors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** pusher-http-java, straight at the Channels server. */
final class JavaLibrary {

    private static final JsonMapper JSON = new JsonMapper();

    private final Pusher pusher = new Pusher(Vectors.APP_ID, Vectors.KEY, Vectors.SECRET, Vectors.MASTER_KEY);

    JavaLibrary(int channelsPort) {
        pusher.setHost("127.0.0.1:" + channelsPort);
        pusher.setEncrypted(false);
    }

    /** Does what {@code libraries/pusher-http-java.mjs} asks for. */
    Object answer(String method, JsonNode args) {
        return switch (method) {
            case "trigger" -> trigger(args);
            case "triggerBatch" -> triggerBatch(args.path("events"));
            case "get" -> get(args.path("path").asText(), args.path("params"));
            case "post" -> status(pusher.post(args.path("path").asText(), "{}"));
            case "authorize" ->
                authorize(args.path("socketId").asText(), args.path("channel").asText(), args.path("member"));
            case "isValidWebhook" ->
                pusher.validateWebhookSignature(
                                args.path("key").asText(),
                                args.path("signature").asText(),
                                args.path("body").asText())
                        == Validity.VALID;
            default -> throw new IllegalArgumentException(method);
        };
    }

    private int trigger(JsonNode args) {
        List<String> names = new ArrayList<>();
        args.path("names").forEach(name -> names.add(name.asText()));
        return status(pusher.trigger(
                names,
                args.path("event").asText(),
                plain(args.path("data")),
                args.path("socketId").textValue()));
    }

    private int triggerBatch(JsonNode events) {
        List<Event> batch = new ArrayList<>();
        events.forEach(event -> batch.add(
                new Event(event.path("channel").asText(), event.path("name").asText(), plain(event.path("data")))));
        return status(pusher.trigger(batch));
    }

    private String get(String path, JsonNode params) {
        Map<String, String> query = new LinkedHashMap<>();
        params.properties()
                .forEach(param -> query.put(param.getKey(), param.getValue().asText()));
        return pusher.get(path, query).getMessage();
    }

    private String authorize(String socketId, String channel, JsonNode member) {
        return member.isMissingNode()
                ? pusher.authenticate(socketId, channel)
                : pusher.authenticate(
                        socketId,
                        channel,
                        new PresenceUser(member.path("user_id").asText(), plain(member.path("user_info"))));
    }

    private static int status(Result result) {
        return result.getHttpStatus();
    }

    /** As an application would have it, in maps: the library does not know Jackson. */
    private static Object plain(JsonNode json) {
        return JSON.convertValue(json, Object.class);
    }
}
