package dev.usher.embedded.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubscriptionCountTest {

    private BrokerServer server;
    private RawClient client;

    @BeforeEach
    void start() {
        server = BrokerServer.start();
        client = RawClient.connect(server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "cache-x", "private-x", "private-encrypted-x"})
    void isToldAtEachChange(String channel) {
        RawClient other = RawClient.connect(server);

        client.join(channel);
        expectCount(channel, 1, client);

        other.join(channel);
        expectCount(channel, 2, client);
        expectCount(channel, 2, other);

        other.unsubscribe(channel);
        expectCount(channel, 1, client);
        other.skipWhatWaits();

        other.join(channel);
        expectCount(channel, 2, client);

        other.disconnect();
        expectCount(channel, 1, client);
    }

    @Test
    void isNotToldWhereMembersAreToldOf() {
        client.joinAs("presence-x", "{\"user_id\":\"1\"}");
        client.signInAs("{\"id\":\"1\"}");
        client.subscribe("#server-to-user-1", "");
        client.next("pusher_internal:subscription_succeeded");

        client.join("x");

        expectCount("x", 1, client);
    }

    private static void expectCount(String channel, int count, RawClient client) {
        JsonNode frame = client.nextCount();
        assertEquals(channel, frame.get("channel").asText());
        assertEquals("{\"subscription_count\":" + count + "}", frame.get("data").textValue());
    }
}
