package dev.usher.query;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasEntry;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.pusher.rest.crypto.CryptoUtil;
import com.pusher.rest.data.EncryptedMessage;
import dev.usher.testing.Channels;
import dev.usher.testing.TestIssuer;
import dev.usher.testing.Vectors;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One connection to a Channels server, as its backend sees it and reaches it through Usher. */
@QuarkusTest
@WithTestResource(Channels.class)
class LiveChannelsTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String CLOSED = "closed";

    private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
    private WebSocket socket;
    private String socketId;

    @BeforeEach
    void connect() throws Exception {
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(
                        URI.create("ws://127.0.0.1:%d/app/%s?protocol=7".formatted(Channels.port(), Vectors.KEY)),
                        new Frames())
                .get(20, TimeUnit.SECONDS);
        socketId = JSON.readTree(
                        next("pusher:connection_established").path("data").asText())
                .path("socket_id")
                .asText();
    }

    @Test
    void asksAboutThePresenceOfAUser() throws Exception {
        ask("/channel?name=presence-room.7").body("occupied", equalTo(false));
        ask("/channel/users?name=presence-room.7").body("users", equalTo(List.of()));
        subscribe("presence-room.7");
        ask("/channels?prefix=presence-room&info=user_count")
                .body("channels", equalTo(Map.of("presence-room.7", Map.of("user_count", 1))));
        ask("/channels").body("channels", hasEntry("presence-room.7", Map.of()));
        ask("/channel?name=presence-room.7&info=user_count")
                .body("", equalTo(Map.of("occupied", true, "user_count", 1)));
        ask("/channel/users?name=presence-room.7").body("users", equalTo(List.of(Map.of("id", "42"))));
        socket.abort();
    }

    @Test
    void asksForTheLastEventOfACacheChannel() throws Exception {
        subscribe("cache-x");
        ask("/channel?name=cache-x&info=cache").body("cache", equalTo(null));
        publish("{\"name\":\"e\",\"data\":{\"n\":1},\"channel\":\"cache-x\"}");
        assertEquals("{\"n\":1}", next("e").path("data").asText());
        ask("/channel?name=cache-x&info=cache,subscription_count")
                .body("subscription_count", equalTo(1))
                .body("cache.data", equalTo("{\"n\":1}"))
                .body("cache.ttl", lessThanOrEqualTo(1800));
        socket.abort();
    }

    @Test
    void sendsWhatOnlyTheSubscribersOfAnEncryptedChannelCanRead() throws Exception {
        subscribe("private-encrypted-user-42");
        publish("{\"name\":\"e\",\"data\":\"hello\",\"channels\":[\"news\",\"private-encrypted-user-42\"]}");
        JsonNode sealed = JSON.readTree(next("e").path("data").asText());
        assertEquals(
                "hello",
                new CryptoUtil(Vectors.MASTER_KEY)
                        .decrypt(
                                "private-encrypted-user-42",
                                new EncryptedMessage(
                                        sealed.path("nonce").asText(),
                                        sealed.path("ciphertext").asText())));
        socket.abort();
    }

    @Test
    void reachesASignedInUserAndEndsTheConnection() throws Exception {
        ObjectNode signIn = asked("/pusher/user-auth", Map.of("socket_id", socketId));
        send("pusher:signin", signIn);
        next("pusher:signin_success");
        send(
                "pusher:subscribe",
                JSON.createObjectNode().put("channel", "#server-to-user-42").put("auth", ""));
        next("pusher_internal:subscription_succeeded");
        publish("{\"name\":\"hello\",\"data\":\"x\",\"channel\":\"#server-to-user-42\"}");
        assertEquals("#server-to-user-42", next("hello").path("channel").asText());
        given().auth()
                .oauth2(TestIssuer.token("backend", "publisher"))
                .contentType(ContentType.JSON)
                .body("{\"user\":\"42\"}")
                .post("/connections/terminate")
                .then()
                .statusCode(200);
        next(CLOSED);
    }

    private void subscribe(String channel) throws Exception {
        ObjectNode data = channel.startsWith("cache-")
                ? JSON.createObjectNode()
                : asked("/pusher/auth", Map.of("socket_id", socketId, "channel_name", channel));
        send("pusher:subscribe", data.put("channel", channel));
        next("pusher_internal:subscription_succeeded");
    }

    private static ObjectNode asked(String path, Map<String, String> fields) throws Exception {
        return (ObjectNode) JSON.readTree(given().auth()
                .oauth2(TestIssuer.token("42"))
                .formParams(fields)
                .post(path)
                .then()
                .statusCode(200)
                .extract()
                .asString());
    }

    private void send(String event, ObjectNode data) throws Exception {
        ObjectNode frame = JSON.createObjectNode().put("event", event);
        frame.set("data", data);
        socket.sendText(frame.toString(), true).get(20, TimeUnit.SECONDS);
    }

    /** The next frame of that event, whatever comes before it. */
    @CanIgnoreReturnValue
    private JsonNode next(String event) throws Exception {
        while (true) {
            String frame = frames.poll(20, TimeUnit.SECONDS);
            if (frame == null) {
                throw new AssertionError("there came no " + event);
            }
            JsonNode json = JSON.readTree(frame);
            if (json.path("event").asText().equals(event)) {
                return json;
            }
        }
    }

    private static ValidatableResponse ask(String target) {
        return given().auth()
                .oauth2(TestIssuer.token("backend", "publisher"))
                .get(target)
                .then()
                .statusCode(200);
    }

    private static void publish(String event) {
        given().auth()
                .oauth2(TestIssuer.token("backend", "publisher"))
                .contentType(ContentType.JSON)
                .body(event)
                .post("/events")
                .then()
                .statusCode(200);
    }

    private final class Frames implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                frames.add(text.toString());
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            frames.add("{\"event\":\"" + CLOSED + "\"}");
            return null;
        }
    }
}
