package dev.usher.embedded.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.usher.channel.ChannelName;
import dev.usher.testing.SettableClock;
import dev.usher.testing.Vectors;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CacheChannelTest {

    private final SettableClock clock = new SettableClock(Instant.parse("2030-01-01T00:00:00Z"));
    private BrokerServer server;

    @BeforeEach
    void start() {
        server = BrokerServer.start(clock);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cache-x", "private-cache-x", "private-encrypted-cache-x", "presence-cache-x"})
    void showsANewcomerTheLastEventFirst(String channel) {
        publish(channel, "old");
        publish(channel, "new");
        RawClient client = RawClient.connect(server);

        join(client, channel);

        JsonNode event = client.next("e");
        assertEquals(channel, event.get("channel").asText());
        assertEquals("new", event.get("data").textValue());
        client.expectNothing();
        publish(channel, "newest");
        assertEquals("newest", client.next("e").get("data").textValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"cache-x", "private-cache-x", "private-encrypted-cache-x", "presence-cache-x"})
    void saysThatThereIsNoEventYet(String channel) {
        RawClient client = RawClient.connect(server);

        join(client, channel);

        assertEquals(channel, client.next("pusher:cache_miss").get("channel").asText());
        client.expectNothing();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "private-x", "private-encrypted-x", "presence-x", "x-cache-y", "presence-x-cache-"})
    void remembersNothingOfOtherChannels(String channel) {
        publish(channel, "old");
        RawClient client = RawClient.connect(server);

        join(client, channel);

        client.expectNothing();
    }

    @Test
    void remembersNoClientEvent() {
        publish("private-cache-x", "from the backend");
        RawClient client = RawClient.connect(server);
        client.join("private-cache-x");
        client.next("e");
        client.trigger("client-e", "private-cache-x", "from a client");
        client.expectNothing();
        RawClient newcomer = RawClient.connect(server);

        newcomer.join("private-cache-x");

        assertEquals("from the backend", newcomer.next("e").get("data").textValue());
        newcomer.expectNothing();
    }

    @Test
    void remembersForHalfAnHour() {
        publish("cache-x", "old");
        clock.advance(Duration.ofMinutes(30).minusMillis(1));
        RawClient inTime = RawClient.connect(server);
        RawClient late = RawClient.connect(server);

        inTime.join("cache-x");
        clock.advance(Duration.ofMillis(1));
        late.join("cache-x");

        inTime.next("e");
        late.next("pusher:cache_miss");
    }

    @Test
    void showsTheEventToWhoeverWasSparedWhenItCame() {
        RawClient cause = RawClient.connect(server);
        cause.join("cache-x");
        cause.next("pusher:cache_miss");
        post("{\"name\":\"e\",\"channel\":\"cache-x\",\"data\":\"x\",\"socket_id\":\"%s\"}"
                .formatted(cause.socketId()));
        cause.expectNothing();
        cause.unsubscribe("cache-x");

        cause.join("cache-x");

        cause.next("e");
    }

    private void join(RawClient client, String channel) {
        if (new ChannelName(channel).kind().isPresence()) {
            client.joinAs(channel, "{\"user_id\":\"1\"}");
        } else {
            client.join(channel);
        }
    }

    private void publish(String channel, String data) {
        post("{\"name\":\"e\",\"channel\":\"%s\",\"data\":\"%s\"}".formatted(channel, data));
    }

    private void post(String event) {
        var response = new SignedRequest(
                        server,
                        "/apps/" + Vectors.APP_ID + "/events",
                        clock.instant().getEpochSecond())
                .send(event);
        assertEquals(200, response.statusCode(), response.body());
    }
}
