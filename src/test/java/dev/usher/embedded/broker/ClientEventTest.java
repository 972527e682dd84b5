package dev.usher.embedded.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientEventTest {

    private static BrokerServer server;
    private RawClient sender;
    private RawClient receiver;

    /** On a clock that stands still, all happens within one second. */
    @BeforeAll
    static void start() {
        server = BrokerServer.start(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void connect() {
        sender = RawClient.connect(server);
        receiver = RawClient.connect(server);
    }

    @Test
    void reachesTheOthersOfAPrivateChannel() {
        sender.join("private-x");
        receiver.join("private-x");

        sender.send("{\"event\":\"client-typing\",\"channel\":\"private-x\",\"data\":{\"at\":1.50}}");

        JsonNode event = receiver.next("client-typing");
        assertEquals("private-x", event.get("channel").asText());
        assertEquals("{\"at\":1.50}", event.get("data").textValue());
        assertFalse(event.has("user_id"));
        sender.expectNothing();
    }

    @Test
    void namesTheSenderOnAPresenceChannel() {
        receiver.joinAs("presence-x", "{\"user_id\":\"2\"}");
        sender.joinAs("presence-x", "{\"user_id\":\"1\"}");
        receiver.next("pusher_internal:member_added");

        sender.send("{\"event\":\"client-hi\",\"channel\":\"presence-x\",\"data\":\"text\",\"user_id\":\"2\"}");

        JsonNode event = receiver.next("client-hi");
        assertEquals("1", event.get("user_id").asText());
        assertEquals("text", event.get("data").textValue());
        sender.expectNothing();
    }

    @Test
    void mayCarryNoData() {
        sender.join("private-x");
        receiver.join("private-x");

        sender.send("{\"event\":\"client-hi\",\"channel\":\"private-x\"}");

        assertFalse(receiver.next("client-hi").has("data"));
    }

    @Test
    void isRefusedFromOneWhoHasNotSubscribed() {
        receiver.join("private-x");

        sender.trigger("client-hi", "private-x", "{}");

        assertEquals(
                "Cannot broadcast client event (connection not subscribed to channel private-x)",
                sender.nextError().get("message").asText());
        receiver.expectNothing();
    }

    @ParameterizedTest
    @ValueSource(strings = {"public", "cache-x", "private-encrypted-x", "private-encrypted-cache-x"})
    void isRefusedOnOtherChannels(String channel) {
        sender.join(channel);
        receiver.join(channel);
        sender.skipWhatWaits();
        receiver.skipWhatWaits();

        sender.trigger("client-hi", channel, "{}");

        assertTrue(sender.nextError().get("message").asText().startsWith("Cannot broadcast client event (channel"));
        receiver.expectNothing();
    }

    @Test
    void mayCarryTenKilobytesAndNoByteMore() {
        sender.join("private-x");
        receiver.join("private-x");
        String most = "é".repeat(DataLimit.BYTES / 2);

        sender.trigger("client-hi", "private-x", most);
        sender.trigger("client-hi", "private-x", most + "x");

        assertEquals(most, receiver.next("client-hi").get("data").textValue());
        assertEquals(DataLimit.MESSAGE, sender.nextError().get("message").asText());
        receiver.expectNothing();
    }

    @Test
    void isLimitedToTenPerSecond() {
        sender.join("private-x");
        receiver.join("private-x");

        for (int i = 0; i < RateLimit.EVENTS_PER_SECOND + 1; i++) {
            sender.trigger("client-hi", "private-x", Integer.toString(i));
        }

        assertEquals(4301, sender.nextError().get("code").asInt());
        for (int i = 0; i < RateLimit.EVENTS_PER_SECOND; i++) {
            assertEquals(
                    Integer.toString(i), receiver.next("client-hi").get("data").textValue());
        }
        receiver.expectNothing();
        sender.expectNothing();
    }
}
