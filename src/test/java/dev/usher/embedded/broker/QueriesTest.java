package dev.usher.embedded.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.usher.testing.SettableClock;
import dev.usher.testing.Vectors;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueriesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final SettableClock clock = new SettableClock(Instant.parse("2030-01-01T00:00:00Z"));
    private BrokerServer server;

    @BeforeEach
    void occupy() {
        server = BrokerServer.start(clock);
        RawClient anna = RawClient.connect(server);
        RawClient anotherWindow = RawClient.connect(server);
        RawClient ben = RawClient.connect(server);
        anna.joinAs("presence-room", "{\"user_id\":\"anna\"}");
        anotherWindow.joinAs("presence-room", "{\"user_id\":\"anna\"}");
        anna.join("private-a=b@c,d.e;f_G-9");
        anna.join("news");
        anna.signInAs("{\"id\":\"anna\"}");
        anna.subscribe("#server-to-user-anna", "");
        anna.next("pusher_internal:subscription_succeeded");
        ben.joinAs("presence-room", "{\"user_id\":7}");
        ben.join("news");
        ben.join("gone");
        ben.unsubscribe("gone");
        ben.expectNothing();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "||{'channels':{'news':{},'presence-room':{},'private-a=b@c,d.e;f_G-9':{}}}",
                "presence-||{'channels':{'presence-room':{}}}",
                "presence-|user_count|{'channels':{'presence-room':{'user_count':2}}}",
                "presence-ro|user_count|{'channels':{'presence-room':{'user_count':2}}}",
                "presence-cache-|user_count|{'channels':{}}",
                "private-a=b@c,d||{'channels':{'private-a=b@c,d.e;f_G-9':{}}}",
                "#server-to-user-||{'channels':{}}",
            })
    void listsOccupiedChannels(@Nullable String prefix, @Nullable String info, String expected) {
        assertAnswer(expected, get("/channels", prefix, info));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "|user_count",
                "private-|user_count",
                "presence|user_count",
                "presence-|subscription_count",
                "presence-|cache",
                "presence-|user_count,",
                "presence-|nonsense",
            })
    void refusesToListWhatTheChannelsDoNotHave(@Nullable String prefix, @Nullable String info) {
        assertRefused(400, get("/channels", prefix, info));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "news||{'occupied':true}",
                "gone||{'occupied':false}",
                "news|subscription_count|{'occupied':true,'subscription_count':2}",
                "gone|subscription_count|{'occupied':false,'subscription_count':0}",
                "presence-room|user_count|{'occupied':true,'user_count':2}",
                "presence-room|user_count,subscription_count|{'occupied':true,'user_count':2,'subscription_count':3}",
                "presence-gone|user_count|{'occupied':false,'user_count':0}",
                "private-a=b@c,d.e;f_G-9|subscription_count|{'occupied':true,'subscription_count':1}",
                "cache-x|cache|{'occupied':false,'cache':null}",
            })
    void describesAChannel(String channel, @Nullable String info, String expected) {
        assertAnswer(expected, get("/channels/" + channel, null, info));
    }

    @Test
    void tellsTheLastEventOfACacheChannelAndHowLongItLasts() {
        var published = new SignedRequest(server, path("/events"), now())
                .send("{\"name\":\"e\",\"channel\":\"presence-cache-x\",\"data\":\"{\\\"n\\\":1}\"}");
        assertEquals(200, published.statusCode());
        clock.advance(Duration.ofMinutes(10));

        assertAnswer(
                "{'occupied':false,'user_count':0,'cache':{'data':'{\\\"n\\\":1}','ttl':1200}}",
                get("/channels/presence-cache-x", null, "user_count,cache"));

        clock.advance(Duration.ofMinutes(20));

        assertAnswer("{'occupied':false,'cache':null}", get("/channels/presence-cache-x", null, "cache"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"news|user_count", "news|cache", "presence-room|cache", "news|nonsense", "%23server-to-user-anna|"
            })
    void refusesWhatAChannelDoesNotHave(String channel, @Nullable String info) {
        assertRefused(400, get("/channels/" + channel, null, info));
    }

    @Test
    void listsTheUsersOfAPresenceChannel() {
        assertAnswer("{'users':[{'id':'anna'},{'id':'7'}]}", get("/channels/presence-room/users", null, null));
        assertAnswer("{'users':[]}", get("/channels/presence-gone/users", null, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"news", "private-a=b@c,d.e;f_G-9", "cache-x"})
    void refusesToListTheUsersOfAnotherChannel(String channel) {
        assertRefused(400, get("/channels/" + channel + "/users", null, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/channels", "/channels/news", "/channels/presence-room/users"})
    void tellsNothingToWhoeverHasNoSecret(String path) {
        var response =
                new SignedRequest(server, path(path), now()).signedAs("00").get();

        assertRefused(401, response);
        assertFalse(response.body().contains("anna"));
    }

    @Test
    void acceptsTheDigestOfNoBodyWhichPythonSends() {
        var response = new SignedRequest(server, path("/channels/news"), now())
                .with("body_md5", "d41d8cd98f00b204e9800998ecf8427e")
                .get();

        assertAnswer("{'occupied':true}", response);
    }

    private HttpResponse<String> get(String path, @Nullable String prefix, @Nullable String info) {
        return new SignedRequest(server, path(path), now())
                .with("filter_by_prefix", prefix)
                .with("info", info)
                .get();
    }

    private static String path(String path) {
        return "/apps/" + Vectors.APP_ID + path;
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }

    private static void assertAnswer(String expected, HttpResponse<String> response) {
        assertEquals(200, response.statusCode(), response.body());
        try {
            assertEquals(JSON.readTree(expected.replace('\'', '"')), JSON.readTree(response.body()));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertRefused(int status, HttpResponse<String> response) {
        assertEquals(status, response.statusCode(), response.body());
        assertTrue(response.headers().firstValue("Content-Type").orElse("").startsWith("text/plain"));
        assertFalse(response.body().isBlank());
    }
}
