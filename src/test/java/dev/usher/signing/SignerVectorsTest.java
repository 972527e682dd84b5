package dev.usher.signing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.pusher.rest.Pusher;
import com.pusher.rest.data.PresenceUser;
import dev.usher.channel.ChannelName;
import dev.usher.channel.SocketId;
import dev.usher.testing.Vectors;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signs as five other implementations do: by vectors, and by Pusher's own library for Java. */
class SignerVectorsTest {

    private static final SocketId SOCKET = new SocketId("212345.6789012");

    private final Signer signer = new Signer(Vectors.KEY, new Secret(Vectors.SECRET));
    private final Pusher oracle = new Pusher(Vectors.APP_ID, Vectors.KEY, Vectors.SECRET);

    @ParameterizedTest
    @MethodSource
    void authorizesAsTheVectorsSay(JsonNode vector) {
        JsonNode input = vector.get("input");
        SocketId socketId = new SocketId(input.get("socket_id").asText());
        ChannelName channel = new ChannelName(input.get("channel_name").asText());

        String auth;
        if (input.has("channel_data")) {
            auth = signer.authorizeMember(
                    socketId, channel, input.get("channel_data").asText());
        } else if (channel.kind().isPresence()) {
            auth = signer.authorizeSignedIn(socketId, channel);
        } else {
            auth = signer.authorize(socketId, channel);
        }

        assertEquals(vector.get("expected_response").get("auth").asText(), auth);
    }

    static Stream<JsonNode> authorizesAsTheVectorsSay() {
        return Vectors.of("channel_authorization");
    }

    @ParameterizedTest
    @MethodSource
    void signsInAsTheVectorsSay(JsonNode vector) {
        JsonNode input = vector.get("input");

        String auth = signer.signIn(
                new SocketId(input.get("socket_id").asText()),
                input.get("user_data").asText());

        assertEquals(vector.get("expected_response").get("auth").asText(), auth);
    }

    static Stream<JsonNode> signsInAsTheVectorsSay() {
        return Vectors.of("user_authentication");
    }

    @ParameterizedTest
    @MethodSource
    void signsWebhooksAsTheVectorsSay(JsonNode vector) {
        byte[] body = vector.get("input").get("body").asText().getBytes(StandardCharsets.UTF_8);
        String signature = vector.get("signature").asText();

        assertEquals(signature, signer.signWebhook(body));
        assertTrue(signer.hasSignedWebhook(body, signature));
    }

    static Stream<JsonNode> signsWebhooksAsTheVectorsSay() {
        return Vectors.of("webhook");
    }

    @ParameterizedTest
    @MethodSource("signsWebhooksAsTheVectorsSay")
    void knowsAWebhookThatAnotherHasSignedOrThatWasChanged(JsonNode vector) {
        byte[] body = vector.get("input").get("body").asText().getBytes(StandardCharsets.UTF_8);
        String signature = vector.get("signature").asText();
        Signer other = new Signer(Vectors.KEY, new Secret("another"));

        assertFalse(other.hasSignedWebhook(body, signature));
        assertFalse(signer.hasSignedWebhook(body, ""));
        assertFalse(signer.hasSignedWebhook(body, signature.toUpperCase(Locale.ROOT)));
        assertFalse(signer.hasSignedWebhook(body, signature.substring(1)));
        body[body.length - 2] ^= 1;
        assertFalse(signer.hasSignedWebhook(body, signature));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "212345.6789012:private-x", "POST\n/apps/1/events\n", "[]", " {}"})
    void signsNothingForAWebhookThatCouldBeASignatureOfAnotherKind(String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);

        assertThrows(IllegalArgumentException.class, () -> signer.signWebhook(bytes));
    }

    @Test
    void refusesTheSignedInUsersAuthorizationOfAPrivateChannel() {
        assertThrows(
                IllegalArgumentException.class, () -> signer.authorizeSignedIn(SOCKET, new ChannelName("private-x")));
    }

    @Test
    void refusesToAuthorizeAPresenceChannelWithoutAMember() {
        assertThrows(
                IllegalArgumentException.class, () -> signer.authorize(SOCKET, new ChannelName("presence-room.7")));
    }

    @ParameterizedTest
    @MethodSource
    void signsRequestsAsTheVectorsSay(JsonNode vector) throws Exception {
        JsonNode input = vector.get("input");
        Map<String, String> query = new TreeMap<>();
        query.put("auth_key", Vectors.KEY);
        query.put("auth_timestamp", input.get("auth_timestamp").asText());
        query.put("auth_version", "1.0");
        input.get("params")
                .properties()
                .forEach(parameter ->
                        query.put(parameter.getKey(), parameter.getValue().asText()));
        if (input.has("body")) {
            query.put("body_md5", md5(input.get("body").asText()));
        }

        String signature = signer.signRequest(
                input.get("method").asText(), input.get("path").asText(), query);

        assertEquals(vector.get("signature").asText(), signature);
    }

    static Stream<JsonNode> signsRequestsAsTheVectorsSay() {
        return Vectors.of("http_request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"private-x", "private-cache-x", "private-a=b@c,d.e;f_G-9"})
    void authorizesPrivateChannelsAsPushersLibraryDoes(String channel) throws Exception {
        JsonNode theirs = new ObjectMapper().readTree(oracle.authenticate(SOCKET.value(), channel));

        assertEquals(theirs.get("auth").asText(), signer.authorize(SOCKET, new ChannelName(channel)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"u-1001", "Zoë Łukasz 東京 🚀", "<b>&'/\"\\"})
    void authorizesMembersAsPushersLibraryDoes(String name) throws Exception {
        PresenceUser user = new PresenceUser("u-1001", Map.of("name", name));
        JsonNode theirs = new ObjectMapper().readTree(oracle.authenticate(SOCKET.value(), "presence-room.7", user));

        assertEquals(
                theirs.get("auth").asText(),
                signer.authorizeMember(
                        SOCKET,
                        new ChannelName("presence-room.7"),
                        theirs.get("channel_data").asText()));
    }

    private static String md5(String body) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(body.getBytes(StandardCharsets.UTF_8)));
    }
}
