package dev.usher.testing;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What the protocol asks of a call to the HTTP API, and what it answers, written down once more and without any code of
 * Usher's.
 *
 * @see <a href="https://pusher.com/docs/channels/library_auth_reference/rest-api/">The HTTP API</a>
 */
final class ScriptedRequests {

    private static final int MAX_BATCH = 10;
    private static final int MAX_CHANNELS = 100;
    private static final int MAX_DATA = 10_240;
    private static final long MAX_AGE_SECONDS = 600;

    private ScriptedRequests() {}

    /** What is wrong with how the call is signed; empty if nothing is. */
    static String unauthorized(String method, String target, Buffer body) {
        Map<String, String> query = query(target);
        String signature = query.getOrDefault("auth_signature", "");
        query.remove("auth_signature");
        String signed = query.entrySet().stream()
                .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
                .collect(Collectors.joining("&", method + "\n" + path(target) + "\n", ""));
        if (!path(target).startsWith("/apps/" + Vectors.APP_ID + "/")
                || !Vectors.KEY.equals(query.get("auth_key"))
                || !"1.0".equals(query.get("auth_version"))) {
            return "another app";
        }
        long age = Instant.now().getEpochSecond() - Long.parseLong(query.getOrDefault("auth_timestamp", "0"));
        if (Math.abs(age) > MAX_AGE_SECONDS) {
            return "a timestamp that is " + age + " s old";
        }
        if (body.length() > 0 && !md5(body).equals(query.get("body_md5"))) {
            return "a body_md5 of another body";
        }
        return hmac(signed).equals(signature) ? "" : "a wrong signature";
    }

    static String path(String target) {
        return target.split("\\?", -1)[0];
    }

    private static Map<String, String> query(String target) {
        Map<String, String> query = new TreeMap<>();
        for (String parameter : target.substring(target.indexOf('?') + 1).split("&", -1)) {
            int equals = parameter.indexOf('=');
            query.put(
                    parameter.substring(0, Math.max(0, equals)),
                    URLDecoder.decode(parameter.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return query;
    }

    /** The events that a call brings, once for each of their channels. */
    static List<UpstreamEvent> events(int call, String path, Buffer body) {
        List<UpstreamEvent> events = new ArrayList<>();
        if (path.endsWith("/batch_events")) {
            JsonArray batch = body.toJsonObject().getJsonArray("batch");
            for (int i = 0; i < batch.size(); i++) {
                JsonObject event = batch.getJsonObject(i);
                events.add(event(call, event, event.getString("channel")));
            }
        } else if (path.endsWith("/events")) {
            JsonObject event = body.toJsonObject();
            JsonArray channels = event.getJsonArray("channels", new JsonArray());
            if (event.containsKey("channel")) {
                channels.add(event.getString("channel"));
            }
            for (int i = 0; i < channels.size(); i++) {
                events.add(event(call, event, channels.getString(i)));
            }
        }
        return events;
    }

    private static UpstreamEvent event(int call, JsonObject event, String channel) {
        return new UpstreamEvent(event.getString("name"), channel, event.getString("data"), 0, call);
    }

    /** The status that refuses a call which exceeds what the protocol allows; 200 if it does not. */
    static int refusal(ScriptedCall call) {
        if (call.events().stream().anyMatch(event -> event.data().length() > MAX_DATA)) {
            return 413;
        }
        return call.events().size() > (call.isBatch() ? MAX_BATCH : MAX_CHANNELS) ? 400 : 200;
    }

    /**
     * What a server that is well answers. Where {@code subscription_count} is asked for, it is the number that the
     * event's data is, so that everybody can see whether they were told what was told of their own event.
     */
    static String answer(ScriptedCall call, Buffer body) {
        if (call.events().isEmpty()) {
            return "{}";
        }
        JsonObject request = body.toJsonObject();
        if (call.isBatch()) {
            JsonArray attributes = new JsonArray();
            for (int i = 0; i < call.events().size(); i++) {
                JsonObject event = request.getJsonArray("batch").getJsonObject(i);
                attributes.add(attributes(event));
            }
            return new JsonObject().put("batch", attributes).encode();
        }
        JsonObject channels = new JsonObject();
        call.events().forEach(event -> channels.put(event.channel(), attributes(request)));
        return new JsonObject().put("channels", channels).encode();
    }

    private static JsonObject attributes(JsonObject event) {
        String data = event.getString("data");
        return event.getString("info", "").contains("subscription_count") && data.matches("\\d{1,9}")
                ? new JsonObject().put("subscription_count", Integer.valueOf(data))
                : new JsonObject();
    }

    private static String md5(Buffer body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(body.getBytes()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String hmac(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Vectors.SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
