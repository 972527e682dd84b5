package dev.usher.embedded.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import dev.usher.testing.Vectors;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WatchlistTest {

    private static final String ANNA_COMES = "{\"events\":[{\"name\":\"online\",\"user_ids\":[\"anna\"]}]}";
    private static final String ANNA_GOES = "{\"events\":[{\"name\":\"offline\",\"user_ids\":[\"anna\"]}]}";

    private BrokerServer server;
    private RawClient watcher;

    @BeforeEach
    void start() {
        server = BrokerServer.start();
        watcher = RawClient.connect(server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void tellsAtSignInWhoIsOnlineAndWhoIsNot() {
        RawClient.connect(server).signInAs("{\"id\":\"anna\"}");

        watcher.signInAs("{\"id\":\"ben\",\"watchlist\":[\"anna\",\"carl\",\"ben\",\"anna\"]}");

        JsonNode frame = watcher.next("pusher_internal:watchlist_events");
        assertEquals(
                "{\"events\":[{\"name\":\"online\",\"user_ids\":[\"anna\",\"ben\"]},"
                        + "{\"name\":\"offline\",\"user_ids\":[\"carl\"]}]}",
                frame.get("data").textValue());
        assertFalse(frame.has("channel"));
        watcher.expectNothing();
    }

    @Test
    void tellsWhenAUserComesWithTheFirstConnectionAndGoesWithTheLast() {
        watchAnna();
        RawClient first = RawClient.connect(server);
        RawClient second = RawClient.connect(server);

        first.signInAs("{\"id\":\"anna\"}");
        second.signInAs("{\"id\":\"anna\"}");
        second.signInAs("{\"id\":\"anna\"}");

        expectWatched(ANNA_COMES);
        watcher.expectNothing();

        first.disconnect();
        assertEquals(1000, first.closing().code());
        second.disconnect();

        expectWatched(ANNA_GOES);
        watcher.expectNothing();
    }

    @Test
    void tellsWhenABackendHasClosedTheConnections() {
        watchAnna();
        RawClient anna = RawClient.connect(server);
        anna.signInAs("{\"id\":\"anna\"}");
        expectWatched(ANNA_COMES);

        var response = new SignedRequest(
                        server,
                        "/apps/" + Vectors.APP_ID + "/users/anna/terminate_connections",
                        Instant.now().getEpochSecond())
                .send("{}");

        assertEquals(200, response.statusCode());
        expectWatched(ANNA_GOES);
    }

    @Test
    void tellsNothingToWhoHasNotAsked() {
        watcher.signInAs("{\"id\":\"ben\",\"watchlist\":[]}");

        RawClient.connect(server).signInAs("{\"id\":\"anna\"}");

        watcher.expectNothing();
    }

    @Test
    void watchesAHundredAndSaysThatItCutTheRest() {
        watcher.signInAs("{\"id\":\"ben\",\"watchlist\":" + users(101) + "}");

        assertEquals(4302, watcher.nextError().get("code").asInt());
        JsonNode state = RawClient.data(watcher.next("pusher_internal:watchlist_events"));
        assertEquals(users(100), state.at("/events/0/user_ids").toString());

        RawClient.connect(server).signInAs("{\"id\":\"u100\"}");
        RawClient.connect(server).signInAs("{\"id\":\"u99\"}");
        expectWatched("{\"events\":[{\"name\":\"online\",\"user_ids\":[\"u99\"]}]}");
        watcher.expectNothing();
    }

    @Test
    void watchesExactlyAHundredWithoutComplaint() {
        watcher.signInAs("{\"id\":\"ben\",\"watchlist\":" + users(100) + "}");

        watcher.next("pusher_internal:watchlist_events");
        watcher.expectNothing();
    }

    private void watchAnna() {
        watcher.signInAs("{\"id\":\"ben\",\"watchlist\":[\"anna\"]}");
        expectWatched(ANNA_GOES);
    }

    private void expectWatched(String data) {
        assertEquals(
                data,
                watcher.next("pusher_internal:watchlist_events").get("data").textValue());
    }

    private static String users(int count) {
        return IntStream.range(0, count).mapToObj(i -> "\"u" + i + "\"").collect(Collectors.joining(",", "[", "]"));
    }
}
