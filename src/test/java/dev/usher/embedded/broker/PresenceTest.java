package dev.usher.embedded.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.usher.channel.ChannelName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PresenceTest {

    private static final String ANNA = "{\"user_id\":\"anna\",\"user_info\":{\"name\":\"Anna 🚀\"}}";
    private static final String BEN = "{\"user_id\":7}";

    private BrokerServer server;

    @BeforeEach
    void start() {
        server = BrokerServer.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void tellsANewcomerWhoIsThere() {
        RawClient.connect(server).joinAs("presence-x", ANNA);

        JsonNode succeeded = RawClient.connect(server).joinAs("presence-x", BEN);

        assertEquals(
                "{\"presence\":{\"count\":2,\"ids\":[\"anna\",\"7\"],"
                        + "\"hash\":{\"anna\":{\"name\":\"Anna 🚀\"},\"7\":null}}}",
                succeeded.get("data").textValue());
    }

    @Test
    void tellsTheOthersWhoComesAndGoes() {
        RawClient ben = RawClient.connect(server);
        ben.joinAs("presence-x", BEN);
        RawClient anna = RawClient.connect(server);

        anna.joinAs("presence-x", ANNA);
        anna.unsubscribe("presence-x");

        JsonNode added = ben.next("pusher_internal:member_added");
        assertEquals("presence-x", added.get("channel").asText());
        assertEquals(ANNA, added.get("data").textValue());
        assertEquals(
                "{\"user_id\":\"anna\"}",
                ben.next("pusher_internal:member_removed").get("data").textValue());
        anna.expectNothing();
    }

    @Test
    void tellsOfAUserOnceHoweverManyConnections() {
        RawClient ben = RawClient.connect(server);
        ben.joinAs("presence-x", BEN);
        RawClient first = RawClient.connect(server);
        RawClient second = RawClient.connect(server);

        first.joinAs("presence-x", ANNA);
        JsonNode succeeded = second.joinAs("presence-x", ANNA);
        first.unsubscribe("presence-x");
        first.expectNothing();

        assertEquals(2, RawClient.data(succeeded).at("/presence/count").asInt());
        ben.next("pusher_internal:member_added");
        ben.expectNothing();

        second.disconnect();

        ben.next("pusher_internal:member_removed");
        ben.expectNothing();
    }

    @Test
    void noticesAConnectionThatCloses() {
        RawClient ben = RawClient.connect(server);
        ben.joinAs("presence-x", BEN);
        RawClient anna = RawClient.connect(server);
        anna.joinAs("presence-x", ANNA);
        ben.next("pusher_internal:member_added");

        anna.disconnect();

        ben.next("pusher_internal:member_removed");
    }

    @Test
    void holdsAHundredMembersAndRefusesOneMore() {
        RawClient last = RawClient.connect(server);
        for (int i = 0; i < Channel.MAX_MEMBERS; i++) {
            last = RawClient.connect(server);
            last.joinAs("presence-x", "{\"user_id\":\"" + i + "\"}");
        }
        RawClient oneMore = RawClient.connect(server);

        oneMore.subscribe(
                "presence-x",
                BrokerServer.signer().authorizeMember(oneMore.socketId(), new ChannelName("presence-x"), ANNA),
                ANNA);

        String message = oneMore.nextError().get("message").asText();
        assertTrue(message.contains("limit of 100 members"), message);
        RawClient anotherWindow = RawClient.connect(server);
        anotherWindow.joinAs("presence-x", "{\"user_id\":\"0\"}");
        last.expectNothing();
    }
}
