package dev.usher.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import dev.usher.channel.ChannelName;
import dev.usher.channel.EventName;
import dev.usher.channel.SocketId;
import dev.usher.problem.ProblemException;
import dev.usher.testing.Vectors;
import dev.usher.webhook.WebhookEvent.CacheMiss;
import dev.usher.webhook.WebhookEvent.ChannelOccupied;
import dev.usher.webhook.WebhookEvent.ChannelVacated;
import dev.usher.webhook.WebhookEvent.ClientEvent;
import dev.usher.webhook.WebhookEvent.MemberAdded;
import dev.usher.webhook.WebhookEvent.MemberRemoved;
import dev.usher.webhook.WebhookEvent.SubscriptionCount;
import dev.usher.webhook.WebhookEvent.Unknown;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookReaderTest {

    private static final ChannelName ROOM = new ChannelName("presence-room.7");
    private static final ChannelName FEED = new ChannelName("feed");
    private static final EventName TYPING = new EventName("client-typing");
    private static final SocketId SOCKET = new SocketId("212345.6789012");

    @Test
    void readsTheVectors() {
        Map<String, List<WebhookEvent>> expected = Map.of(
                "webhook-single",
                List.of(new ChannelOccupied(new ChannelName("private-orders_42"))),
                "webhook-batch",
                List.of(
                        new MemberAdded(ROOM, "u-1001"),
                        new ClientEvent(
                                ROOM, TYPING, Optional.of("{\"who\":\"Zoë 🚀\"}"), SOCKET, Optional.of("u-1001")),
                        new CacheMiss(new ChannelName("cache-feed")),
                        new ChannelVacated(FEED),
                        new SubscriptionCount(FEED, 7)));
        for (JsonNode vector : Vectors.of("webhook").toList()) {
            Webhook webhook = Signed.webhook(vector.get("input").get("body").asText());
            assertEquals(Instant.ofEpochMilli(1893456000123L), webhook.time());
            if (expected.containsKey(vector.get("id").asText())) {
                assertEquals(expected.get(vector.get("id").asText()), webhook.events());
            } else {
                assertEquals(ClientEvent.class, webhook.events().get(0).getClass());
            }
        }
    }

    @ParameterizedTest
    @MethodSource
    void readsWhatServersWrite(String json, WebhookEvent expected) {
        assertEquals(List.of(expected), events(json.replace('\'', '"')));
    }

    static Stream<Arguments> readsWhatServersWrite() {
        return Stream.of(
                arguments("{'name':'member_removed','channel':'presence-room.7','user_id':'a b|é'}", removed("a b|é")),
                // A number is a legal user id in presence data.
                arguments("{'name':'member_removed','channel':'presence-room.7','user_id':42}", removed("42")),
                // As the documentation shows it.
                arguments(
                        "{'name':'subscription_count','channel':'feed','subscription_count':'12'}",
                        new SubscriptionCount(FEED, 12)),
                // As soketi sends what a client did not send as a text.
                arguments(
                        "{'name':'client_event','channel':'feed','event':'client-typing','data':{'n':1.10},"
                                + "'socket_id':'212345.6789012'}",
                        new ClientEvent(FEED, TYPING, Optional.of("{\"n\":1.10}"), SOCKET, Optional.empty())),
                arguments(
                        "{'name':'client_event','channel':'feed','event':'client-typing','data':null,"
                                + "'socket_id':'212345.6789012','user_id':null,'more':true}",
                        new ClientEvent(FEED, TYPING, Optional.empty(), SOCKET, Optional.empty())));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "channel_renamed     | {'name':'channel_renamed','to':['a',1.50,null]}",
                "channel_occupied    | {'name':'channel_occupied','channel':'a:b'}",
                "channel_occupied    | {'name':'channel_occupied','channel':'#server-to-user-1'}",
                "channel_occupied    | {'name':'channel_occupied'}",
                "channel_vacated     | {'name':'channel_vacated','channel':['feed']}",
                "member_added        | {'name':'member_added','channel':'presence-a'}",
                "member_added        | {'name':'member_added','channel':'presence-a','user_id':{'id':1}}",
                "subscription_count  | {'name':'subscription_count','channel':'feed','subscription_count':'many'}",
                "subscription_count  | {'name':'subscription_count','channel':'feed','subscription_count':1.5}",
                "client_event        | {'name':'client_event','channel':'feed','event':'client-x','socket_id':'1'}",
                "client_event        | {'name':'client_event','channel':'feed','event':'','socket_id':'1.1'}",
            })
    void passesOnWhatItDoesNotUnderstand(String name, String json) {
        String written = json.replace('\'', '"');
        assertEquals(List.of(new Unknown(name, written)), events(written));
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "null", "\"channel_occupied\"", "[]", "{}", "{\"name\":null}", "{\"name\":7}"})
    void passesOnWhatHasNoName(String json) {
        assertEquals(List.of(new Unknown("", json)), events(json));
    }

    @Test
    void understandsTheOthersBesideAnOddOne() {
        assertEquals(
                List.of(new Unknown("cache_miss", "{\"name\":\"cache_miss\"}"), new ChannelVacated(FEED)),
                events("{\"name\":\"cache_miss\"},{\"name\":\"channel_vacated\",\"channel\":\"feed\"}"));
        assertEquals(List.of(), events(""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "time_ms | {'events':[]}",
                "time_ms | {'time_ms':null,'events':[]}",
                "time_ms | {'time_ms':'1893456000123','events':[]}",
                "time_ms | {'time_ms':1.5,'events':[]}",
                "time_ms | {'time_ms':99999999999999999999,'events':[]}",
                "events  | {'time_ms':1}",
                "events  | {'time_ms':1,'events':null}",
                "events  | {'time_ms':1,'events':{}}",
                "events  | {'time_ms':1,'events':'[]'}",
            })
    void namesTheFieldThatIsWrong(String field, String body) {
        ProblemException refused = assertThrows(ProblemException.class, () -> Signed.webhook(body.replace('\'', '"')));
        assertEquals(field, refused.problem().members().get("field"));
    }

    private static WebhookEvent removed(String userId) {
        return new MemberRemoved(ROOM, userId);
    }

    private static List<WebhookEvent> events(String events) {
        return Signed.webhook("{\"time_ms\":1,\"events\":[" + events + "]}").events();
    }
}
