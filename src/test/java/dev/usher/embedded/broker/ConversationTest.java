package dev.usher.embedded.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.usher.channel.ChannelName;
import dev.usher.testing.Vectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConversationTest {

    private static final String SIGNATURE = "0".repeat(64);

    private static BrokerServer server;
    private RawClient client;

    @BeforeAll
    static void start() {
        server = BrokerServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void connect() {
        client = RawClient.connect(server);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "public",
                "cache-x",
                "private-x",
                "private-cache-x",
                "private-encrypted-x",
                "private-encrypted-cache-x",
                "private-a=b@c,d.e;f_G-9"
            })
    void admitsToAChannel(String channel) {
        JsonNode succeeded = client.join(channel);

        assertEquals(channel, succeeded.get("channel").asText());
        assertEquals("{}", succeeded.get("data").textValue());
    }

    @Test
    void refusesAnAuthorizationForAnotherConnection() {
        RawClient other = RawClient.connect(server);

        client.subscribe("private-x", BrokerServer.signer().authorize(other.socketId(), new ChannelName("private-x")));

        assertRefusedWith("Invalid signature: Expected HMAC SHA256 hex digest of %s:private-x, but got "
                .formatted(client.socketId()));
    }

    @Test
    void refusesAnAuthorizationForAnotherChannel() {
        client.subscribe("private-b", BrokerServer.signer().authorize(client.socketId(), new ChannelName("private-a")));

        assertRefusedWith("Invalid signature: Expected HMAC SHA256 hex digest of %s:private-b, but got "
                .formatted(client.socketId()));
    }

    @Test
    void refusesAWrongSignatureWithoutRevealingTheRightOne() {
        client.subscribe("private-x", Vectors.KEY + ":" + SIGNATURE);

        JsonNode error = client.nextError();

        String right = BrokerServer.signer().authorize(client.socketId(), new ChannelName("private-x"));
        assertEquals(
                "Invalid signature: Expected HMAC SHA256 hex digest of %s:private-x, but got %s"
                        .formatted(client.socketId(), SIGNATURE),
                error.get("message").asText());
        assertFalse(error.toString().contains(right.substring(right.indexOf(':') + 1)));
        client.expectNothing();
    }

    @Test
    void refusesMemberDataThatWasNotSigned() {
        String auth = BrokerServer.signer()
                .authorizeMember(client.socketId(), new ChannelName("presence-x"), "{\"user_id\":\"1\"}");

        client.subscribe("presence-x", auth, "{\"user_id\":\"2\"}");

        assertRefusedWith("Invalid signature: Expected HMAC SHA256 hex digest of %s:presence-x:{\"user_id\":\"2\"}"
                .formatted(client.socketId()));
    }

    @Test
    void refusesAnotherAppsKey() {
        client.subscribe("private-x", "other:" + SIGNATURE);

        assertRefusedWith("Invalid key in subscription auth data: 'other'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"user_id\":\"\"}",
                "{\"user_id\":1.5}",
                "{\"user_id\":null}",
                "{\"user_id\":{}}",
                "{\"id\":\"1\"}",
                "{\"user_id\":\"1\",\"user_id\":\"2\"}",
                "[]",
                "nonsense",
                ""
            })
    void refusesMemberDataWithoutOneUser(String channelData) {
        client.subscribe(
                "presence-x",
                BrokerServer.signer().authorizeMember(client.socketId(), new ChannelName("presence-x"), channelData),
                channelData);

        assertRefusedWith("");
    }

    @Test
    void refusesMoreMemberDataThanPusherPassesOn() {
        String channelData = "{\"user_id\":\"1\",\"user_info\":\"" + "x".repeat(1024) + "\"}";

        client.subscribe(
                "presence-x",
                BrokerServer.signer().authorizeMember(client.socketId(), new ChannelName("presence-x"), channelData),
                channelData);

        assertRefusedWith("channel_data has 1054 bytes (expected: at most 1024)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "{",
                "{} {}",
                "null",
                "[]",
                "42",
                "{}",
                "{\"event\":null}",
                "{\"event\":7}",
                "{\"event\":\"nonsense\"}",
                "{\"event\":\"pusher:nonsense\",\"data\":{}}",
                "{\"event\":\"pusher_internal:member_added\",\"channel\":\"presence-x\",\"data\":{}}",
                "{\"event\":\"pusher:subscribe\"}",
                "{\"event\":\"pusher:subscribe\",\"data\":null}",
                "{\"event\":\"pusher:subscribe\",\"data\":\"public\"}",
                "{\"event\":\"pusher:subscribe\",\"data\":{}}",
                "{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":7}}",
                "{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"\"}}",
                "{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"a b\"}}",
                "{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"#server-to-user-1\",\"auth\":\"\"}}",
                "{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"a\",\"channel\":\"b\"}}",
                "{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"private-x\"}}",
                "{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"private-x\",\"auth\":\"\"}}",
                "{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"private-x\",\"auth\":{}}}",
                "{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"private-x\",\"auth\":\"no colon\"}}",
                "{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"presence-x\",\"auth\":\"k:s\"}}",
                "{\"event\":\"pusher:unsubscribe\",\"data\":{}}",
                "{\"event\":\"client-x\",\"data\":{}}",
                "{\"event\":\"client-x\",\"channel\":{},\"data\":{}}",
                "{\"event\":\"client-\\u0000\",\"channel\":\"private-x\",\"data\":{}}",
            })
    void answersWhatItCannotUnderstandAndStays(String frame) {
        client.send(frame);

        assertRefusedWith("");
    }

    @Test
    void answersDeeplyNestedJsonAndStays() {
        client.send("[".repeat(20_000));

        assertRefusedWith("The message is not valid JSON");
    }

    @Test
    void answersABinaryMessageAndStays() {
        client.sendBinary("{\"event\":\"pusher:ping\"}");

        assertRefusedWith("Binary messages are not supported");
    }

    @Test
    void answersAnOverlongMessageAndStays() {
        client.send("x".repeat(40_000));

        assertRefusedWith("The message has 40000 characters (expected: at most 32768)");
    }

    @Test
    void refusesToSubscribeTwice() {
        client.join("public");

        client.subscribe("public");

        assertRefusedWith("Existing subscription to channel public");
    }

    @Test
    void refusesToUnsubscribeFromWhatIsNotSubscribed() {
        client.unsubscribe("public");

        assertRefusedWith("No current subscription to channel public, or subscription in progress");
    }

    @Test
    void letsAClientSubscribeAgainAfterUnsubscribing() {
        client.join("private-x");
        client.unsubscribe("private-x");

        client.join("private-x");
    }

    @Test
    void answersAPing() {
        client.send("{\"event\":\"pusher:ping\"}");

        client.next("pusher:pong");
    }

    @Test
    void answersAPingOfTheWebSocketProtocol() {
        assertEquals("there?", client.pingOfTheWebSocketProtocol("there?"));
    }

    @Test
    void closesWithACodeWhatExceedsTheServersFrames() {
        client.send("x".repeat(1_000_000));

        assertEquals(1009, client.closing().code());
    }

    private void assertRefusedWith(String message) {
        JsonNode error = client.nextError();
        assertTrue(error.get("code").isNull(), error.toString());
        assertTrue(error.get("message").asText().startsWith(message), error.toString());
        client.expectNothing();
    }
}
