package dev.usher.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.usher.testing.Vectors;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Knows every text that may be signed for user 42, without any of Usher's own code: a signature that is of none of
 * these texts should not have been given.
 */
final class SignatureOracle {

    /** All that the policy of the tests lets user 42 join, who has no role. */
    private static final List<String> JOINABLE = List.of(
            "private-user-42",
            "private-encrypted-user-42",
            "private-encrypted-ledger",
            "private-encrypted-cache-ledger",
            "presence-room.7",
            "presence-cache-room.7");

    private static final String MEMBER = "{\"user_id\":\"42\"}";
    private static final String USER = "{\"id\":\"42\"}";
    private static final Pattern SOCKET = Pattern.compile("[0-9]+\\.[0-9]+");

    private SignatureOracle() {}

    static void checkChannels(FuzzRequest request, FuzzAnswer answer) throws Exception {
        JsonNode json = answer.json();
        if (json.has("auth")) {
            checkChannel(request, JOINABLE, json);
            return;
        }
        for (Map.Entry<String, JsonNode> entry : json.properties()) {
            JsonNode data = entry.getValue().path("data");
            if (entry.getValue().path("status").asInt() == 200) {
                checkChannel(request, List.of(entry.getKey()), data);
            } else if (!data.isMissingNode()) {
                throw new AssertionError("data beside a refusal: " + entry);
            }
        }
    }

    private static void checkChannel(FuzzRequest request, List<String> channels, JsonNode authorization)
            throws Exception {
        for (String channel : channels) {
            boolean presence = channel.startsWith("presence-");
            for (String socket : sockets(request)) {
                String text = socket + ":" + channel + (presence ? ":" + MEMBER : "");
                if (JOINABLE.contains(channel) && isSignatureOf(text, authorization)) {
                    requireSame(presence ? MEMBER : "", authorization.path("channel_data"));
                    return;
                }
            }
        }
        throw new AssertionError("signed what nobody allowed: " + authorization);
    }

    static void checkUser(FuzzRequest request, FuzzAnswer answer) throws Exception {
        JsonNode json = answer.json();
        requireSame(USER, json.path("user_data"));
        for (String socket : sockets(request)) {
            if (isSignatureOf(socket + "::user::" + USER, json)) {
                return;
            }
        }
        throw new AssertionError("signed what nobody allowed: " + json);
    }

    private static void requireSame(String expected, JsonNode text) {
        if (!text.asText().equals(expected)) {
            throw new AssertionError(text + " (expected: " + expected + ")");
        }
    }

    /** Whatever in the request may be read as a socket_id, by anyone. */
    private static Set<String> sockets(FuzzRequest request) {
        Set<String> sockets = new LinkedHashSet<>();
        for (String reading : List.of(request.text(), unescaped(request), decoded(request))) {
            Matcher matcher = SOCKET.matcher(reading);
            while (matcher.find()) {
                sockets.add(matcher.group());
            }
        }
        return sockets;
    }

    private static String unescaped(FuzzRequest request) {
        try {
            StringBuilder texts = new StringBuilder();
            new JsonMapper().readTree(request.body()).forEach(value -> texts.append(value.asText())
                    .append('\n'));
            return texts.toString();
        } catch (JsonProcessingException noJson) {
            return "";
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String decoded(FuzzRequest request) {
        try {
            return URLDecoder.decode(request.text(), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException noForm) {
            return "";
        }
    }

    private static boolean isSignatureOf(String text, JsonNode authorization) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Vectors.SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String signature = HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        return authorization.path("auth").asText().equals(Vectors.KEY + ":" + signature);
    }
}
