package dev.usher.embedded.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens on channels and is told to backends. */
class WebhookEventsTest {

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private BrokerServer server;
    private RawClient client;

    @BeforeEach
    void start() {
        server = BrokerServer.start((Webhooks) event -> told.add(event.json().toString()));
        client = RawClient.connect(server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aChannelIsOccupiedCountedAndVacated() {
        RawClient other = RawClient.connect(server);

        client.join("x");
        other.join("x");
        other.unsubscribe("x");
        other.expectNothing();
        client.unsubscribe("x");

        expect(
                client,
                "{'name':'channel_occupied','channel':'x'}",
                "{'name':'subscription_count','channel':'x','subscription_count':1}",
                "{'name':'subscription_count','channel':'x','subscription_count':2}",
                "{'name':'subscription_count','channel':'x','subscription_count':1}",
                "{'name':'subscription_count','channel':'x','subscription_count':0}",
                "{'name':'channel_vacated','channel':'x'}");
    }

    @Test
    void membersComeAndGoOnceHoweverManyConnections() {
        RawClient anotherWindow = RawClient.connect(server);

        client.joinAs("presence-x", "{\"user_id\":\"anna\",\"user_info\":{\"name\":\"Anna\"}}");
        anotherWindow.joinAs("presence-x", "{\"user_id\":\"anna\"}");
        anotherWindow.unsubscribe("presence-x");
        anotherWindow.expectNothing();
        client.unsubscribe("presence-x");

        expect(
                client,
                "{'name':'channel_occupied','channel':'presence-x'}",
                "{'name':'member_added','channel':'presence-x','user_id':'anna'}",
                "{'name':'member_removed','channel':'presence-x','user_id':'anna'}",
                "{'name':'channel_vacated','channel':'presence-x'}");
    }

    @Test
    void aClientEventNamesItsSenderWhereMembersAreKnown() {
        client.join("private-x");
        client.joinAs("presence-x", "{\"user_id\":\"anna\"}");
        told.clear();

        client.trigger("client-hi", "private-x", "{\"n\":1}");
        client.trigger("client-hi", "presence-x", "text");

        expect(
                client,
                "{'name':'client_event','channel':'private-x','event':'client-hi','data':'{\\'n\\':1}','socket_id':'%s'}"
                        .formatted(client.socketId()),
                "{'name':'client_event','channel':'presence-x','event':'client-hi','data':'text','socket_id':'%s','user_id':'anna'}"
                        .formatted(client.socketId()));
    }

    @Test
    void aRefusedClientEventIsNotTold() {
        client.trigger("client-hi", "private-x", "{}");
        client.next("pusher:error");

        expect(client);
    }

    @Test
    void aCacheIsMissed() {
        client.join("cache-x");
        client.next("pusher:cache_miss");

        expect(
                client,
                "{'name':'channel_occupied','channel':'cache-x'}",
                "{'name':'cache_miss','channel':'cache-x'}",
                "{'name':'subscription_count','channel':'cache-x','subscription_count':1}");
    }

    @Test
    void aUsersOwnChannelIsNotTold() {
        client.signInAs("{\"id\":\"anna\"}");
        client.subscribe("#server-to-user-anna", "");
        client.next("pusher_internal:subscription_succeeded");
        client.unsubscribe("#server-to-user-anna");

        expect(client);
    }

    @Test
    void aConnectionThatClosesLeavesItsChannels() throws InterruptedException {
        client.joinAs("presence-x", "{\"user_id\":\"anna\"}");
        told.clear();

        client.disconnect();

        assertEquals(quoted("{'name':'member_removed','channel':'presence-x','user_id':'anna'}"), told.take());
        assertEquals(quoted("{'name':'channel_vacated','channel':'presence-x'}"), told.take());
    }

    /** Frames are answered in order, and by then all that came before has been told. */
    private void expect(RawClient last, String... events) {
        last.expectNothing();
        List<String> seen = new ArrayList<>();
        told.drainTo(seen);
        assertEquals(List.of(events).stream().map(WebhookEventsTest::quoted).toList(), seen);
    }

    private static String quoted(String json) {
        return json.replace("\\'", "\\\"").replace('\'', '"');
    }
}
