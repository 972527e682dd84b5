package dev.usher.embedded.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.usher.testing.Vectors;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpApiTest {

    private static final long NOW = 1893456000;
    private static final String EVENT = "{\"name\":\"e\",\"channel\":\"public\",\"data\":\"{}\"}";

    private static BrokerServer server;

    @BeforeAll
    static void start() {
        server = BrokerServer.start(Clock.fixed(Instant.ofEpochSecond(NOW), ZoneOffset.UTC));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void delivers() {
        RawClient first = RawClient.connect(server);
        RawClient second = RawClient.connect(server);
        RawClient elsewhere = RawClient.connect(server);
        first.join("private-a");
        second.join("b");
        elsewhere.join("c");

        var response = events().send(
                        "{\"name\":\"order-created\",\"channels\":[\"private-a\",\"b\"],\"data\":\"{\\\"id\\\":\\\"🚀\\\"}\"}");

        assertEquals(200, response.statusCode());
        assertEquals("{}", response.body());
        JsonNode frame = first.next("order-created");
        assertEquals("private-a", frame.get("channel").asText());
        assertEquals("{\"id\":\"🚀\"}", frame.get("data").textValue());
        assertEquals("b", second.next("order-created").get("channel").asText());
        elsewhere.expectNothing();
    }

    @Test
    void passesDataOnAsItIs() {
        RawClient client = RawClient.connect(server);
        client.join("as-is");

        assertOk(events().send("{\"name\":\"e\",\"channel\":\"as-is\",\"data\":\" no JSON \\n\"}"));
        assertOk(events().send("{\"name\":\"e\",\"channel\":\"as-is\",\"data\":\"\"}"));

        assertEquals(" no JSON \n", client.next("e").get("data").textValue());
        assertEquals("", client.next("e").get("data").textValue());
    }

    @Test
    void deliversOnceToAChannelThatIsNamedTwice() {
        RawClient client = RawClient.connect(server);
        client.join("twice");

        assertOk(events().send("{\"name\":\"e\",\"channels\":[\"twice\",\"twice\"],\"data\":\"{}\"}"));

        client.next("e");
        client.expectNothing();
    }

    @Test
    void sparesTheConnectionThatCausedTheEvent() {
        RawClient cause = RawClient.connect(server);
        RawClient other = RawClient.connect(server);
        cause.join("spare");
        other.join("spare");

        assertOk(events().send("{\"name\":\"e\",\"channel\":\"spare\",\"data\":\"{}\",\"socket_id\":\"%s\"}"
                .formatted(cause.socketId())));

        other.next("e");
        cause.expectNothing();
    }

    @Test
    void countsUsersAndSubscriptions() throws Exception {
        RawClient.connect(server).joinAs("presence-info", "{\"user_id\":\"1\"}");
        RawClient.connect(server).joinAs("presence-info", "{\"user_id\":\"1\"}");
        RawClient.connect(server).joinAs("presence-info", "{\"user_id\":\"2\"}");

        var response = events().send(
                        "{\"name\":\"e\",\"channels\":[\"presence-info\",\"presence-vacant\"],\"data\":\"{}\","
                                + "\"info\":\"user_count,subscription_count\"}");

        assertEquals(
                new ObjectMapper()
                        .readTree("{\"channels\":{\"presence-info\":{\"user_count\":2,\"subscription_count\":3},"
                                + "\"presence-vacant\":{\"user_count\":0,\"subscription_count\":0}}}"),
                new ObjectMapper().readTree(response.body()));
    }

    @Test
    void deliversABatchInOrderAndCountsWhereAsked() {
        RawClient client = RawClient.connect(server);
        client.join("batch-a");
        client.join("batch-b");

        var response = batch().send("{\"batch\":[{\"name\":\"1\",\"channel\":\"batch-a\",\"data\":\"x\"},"
                + "{\"name\":\"2\",\"channel\":\"batch-b\",\"data\":\"y\",\"info\":\"subscription_count\"}]}");

        assertEquals("{\"batch\":[{},{\"subscription_count\":1}]}", response.body());
        assertEquals("batch-a", client.next("1").get("channel").asText());
        assertEquals("batch-b", client.next("2").get("channel").asText());
    }

    @Test
    void answersABatchWithoutQuestionsBriefly() {
        assertEquals("{}", batch().send("{\"batch\":[" + EVENT + "]}").body());
    }

    @Test
    void publishesNothingOfABatchThatIsPartlyWrong() {
        RawClient client = RawClient.connect(server);
        client.join("public");

        var response = batch().send("{\"batch\":[" + EVENT + ",{}]}");

        assertEquals(400, response.statusCode());
        client.expectNothing();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "auth_key|                   | Missing parameter: auth_key",
                "auth_key|other              | Unknown auth_key",
                "auth_version|               | Version required",
                "auth_version|2.0            | Version not supported",
                "auth_timestamp|             | Timestamp required",
                "auth_timestamp|soon         | Timestamp required",
                "auth_timestamp|-1           | Timestamp required",
                "auth_timestamp|9999999999999999999 | Timestamp required",
                "auth_timestamp|1893455400   | Timestamp expired: Given timestamp (2029-12-31T23:50:00Z) not within 600s of server time (2030-01-01T00:00:00Z)",
                "auth_timestamp|1893456600   | Timestamp expired: Given timestamp (2030-01-01T00:10:00Z) not within 600s",
                "auth_timestamp|999999999999 | Timestamp expired",
                "body_md5|                   | Missing parameter: body_md5",
                "body_md5|d41d8cd98f00b204e9800998ecf8427e | Invalid body_md5",
            })
    void rejects(String parameter, String value, String reason) {
        assertRejected(events().with(parameter, value).send(EVENT), reason);
    }

    @ParameterizedTest
    @ValueSource(longs = {NOW - 599, NOW + 599})
    void acceptsAClockThatIsAlmostTooFarOff(long timestamp) {
        assertOk(events().with("auth_timestamp", Long.toString(timestamp)).send(EVENT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0000000000000000000000000000000000000000000000000000000000000000", "é"})
    void rejectsAWrongSignatureWithoutRevealingTheRightOne(String wrong) {
        SignedRequest request = events();

        var response = request.signedAs(wrong).send(EVENT);

        assertRejected(
                response,
                "Invalid signature: you should have sent HmacSHA256Hex(\"POST\\n/apps/%s/events\\nauth_key="
                        .formatted(Vectors.APP_ID));
        assertTrue(response.body().endsWith("but you sent \"" + wrong + "\""), response.body());
        assertFalse(response.body().contains(request.rightSignature()));
    }

    @Test
    void rejectsABodyThatWasChangedOnItsWay() {
        assertRejected(events().sendChanged(EVENT, EVENT.replace("public", "secret")), "Invalid body_md5");
    }

    @Test
    void rejectsASignatureForTheOtherEndpoint() {
        SignedRequest request = batch().to("/apps/" + Vectors.APP_ID + "/events");

        assertRejected(request.send(EVENT), "Invalid signature");
    }

    @Test
    void rejectsAParameterThatIsGivenTwice() {
        assertRejected(events().appending("&auth_key=" + Vectors.KEY).send(EVENT), "Duplicate parameter: auth_key");
    }

    @Test
    void acceptsFurtherParametersIfTheyAreSigned() {
        assertOk(events().with("extra", "a=b@c,d e+f").send(EVENT));
        assertRejected(events().appending("&extra=1").send(EVENT), "Invalid signature");
    }

    @Test
    void knowsNoOtherApp() {
        var response = new SignedRequest(server, "/apps/1/events", NOW).send(EVENT);

        assertEquals(404, response.statusCode());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "",
                "[]",
                "null",
                "{}",
                "{\"name\":\"e\",\"channel\":\"a\"}",
                "{\"name\":\"e\",\"data\":\"x\"}",
                "{\"channel\":\"a\",\"data\":\"x\"}",
                "{\"name\":\"e\",\"channel\":\"a\",\"data\":{}}",
                "{\"name\":\"e\",\"channel\":\"a\",\"data\":1}",
                "{\"name\":\"e\",\"channel\":\"a\",\"data\":null}",
                "{\"name\":1,\"channel\":\"a\",\"data\":\"x\"}",
                "{\"name\":\"\",\"channel\":\"a\",\"data\":\"x\"}",
                "{\"name\":\"pusher:e\",\"channel\":\"a\",\"data\":\"x\"}",
                "{\"name\":\"pusher_internal:member_added\",\"channel\":\"presence-a\",\"data\":\"{}\"}",
                "{\"name\":\"e\",\"channel\":\"a b\",\"data\":\"x\"}",
                "{\"name\":\"e\",\"channel\":7,\"data\":\"x\"}",
                "{\"name\":\"e\",\"channel\":\"a\",\"channels\":[\"b\"],\"data\":\"x\"}",
                "{\"name\":\"e\",\"channel\":\"a\",\"channel\":\"b\",\"data\":\"x\"}",
                "{\"name\":\"e\",\"channels\":[],\"data\":\"x\"}",
                "{\"name\":\"e\",\"channels\":\"a\",\"data\":\"x\"}",
                "{\"name\":\"e\",\"channels\":[\"a\",7],\"data\":\"x\"}",
                "{\"name\":\"e\",\"channels\":[\"a\",null],\"data\":\"x\"}",
                "{\"name\":\"e\",\"channel\":\"a\",\"data\":\"x\",\"socket_id\":\"1\"}",
                "{\"name\":\"e\",\"channel\":\"a\",\"data\":\"x\",\"socket_id\":7.1}",
                "{\"name\":\"e\",\"channel\":\"a\",\"data\":\"x\",\"info\":\"nonsense\"}",
                "{\"name\":\"e\",\"channel\":\"a\",\"data\":\"x\",\"info\":\"\"}",
                "{\"name\":\"e\",\"channel\":\"a\",\"data\":\"x\",\"info\":\"user_count\"}",
                "{\"name\":\"e\",\"channel\":\"cache-a\",\"data\":\"x\",\"info\":\"cache\"}",
                "{\"name\":\"e\",\"channel\":\"#server-to-user-\",\"data\":\"x\"}",
                "{\"name\":\"e\",\"channel\":\"#server-to-user-a/b\",\"data\":\"x\"}",
                "{\"name\":\"e\",\"channel\":\"#other\",\"data\":\"x\"}",
            })
    void refusesAnEventThatMakesNoSense(String body) {
        var response = events().send(body);

        assertEquals(400, response.statusCode(), response.body());
        assertFalse(response.body().isBlank());
    }

    @ParameterizedTest
    @MethodSource
    void refusesABatchThatMakesNoSense(String body) {
        var response = batch().send(body);

        assertEquals(400, response.statusCode(), response.body());
    }

    static String[] refusesABatchThatMakesNoSense() {
        return new String[] {
            "{}",
            "[]",
            "{\"batch\":{}}",
            "{\"batch\":[]}",
            "{\"batch\":[7]}",
            "{\"batch\":[{\"name\":\"e\",\"channels\":[\"a\"],\"data\":\"x\"}]}",
            "{\"batch\":[" + repeated(EVENT, 11) + "]}",
        };
    }

    @Test
    void takesUpToPushersLimits() {
        assertOk(batch().send("{\"batch\":[" + repeated(EVENT, 10) + "]}"));
        assertOk(events().send(eventOnChannels(100)));
        assertOk(events().send(eventWithData("é".repeat(DataLimit.BYTES / 2))));
    }

    @Test
    void refusesAnEncryptedChannelAmongOthers() {
        String event = "{\"name\":\"e\",\"channels\":[%s],\"data\":\"{}\"}";

        assertOk(events().send(event.formatted("\"private-encrypted-a\"")));
        assertEquals(
                400,
                events().send(event.formatted("\"private-encrypted-a\",\"b\"")).statusCode());
        assertEquals(
                400,
                events().send(event.formatted("\"private-encrypted-a\",\"private-encrypted-cache-b\""))
                        .statusCode());
    }

    @Test
    void refusesMoreThanAHundredChannels() {
        var response = events().send(eventOnChannels(101));

        assertEquals(400, response.statusCode());
        assertEquals("The event has 101 channels (expected: 1 to 100)", response.body());
    }

    @Test
    void refusesMoreDataThanTenKilobytes() {
        String event = eventWithData("é".repeat(DataLimit.BYTES / 2) + "x");

        for (var response : new HttpResponse<?>[] {events().send(event), batch().send("{\"batch\":[" + event + "]}")}) {
            assertEquals(413, response.statusCode());
            assertTrue(
                    response.body()
                            .toString()
                            .startsWith("The data content of this event exceeds the allowed maximum (10240 bytes)"),
                    response.body().toString());
        }
    }

    @Test
    void refusesAnOverlongBody() {
        assertEquals(413, events().send("x".repeat(RawBody.MAX_BYTES + 1)).statusCode());
    }

    private static SignedRequest events() {
        return new SignedRequest(server, "/apps/" + Vectors.APP_ID + "/events", NOW);
    }

    private static SignedRequest batch() {
        return new SignedRequest(server, "/apps/" + Vectors.APP_ID + "/batch_events", NOW);
    }

    private static void assertOk(HttpResponse<String> response) {
        assertEquals(200, response.statusCode(), response.body());
        assertEquals(
                "application/json",
                response.headers().firstValue("Content-Type").orElse(""));
    }

    private static void assertRejected(HttpResponse<String> response, String reason) {
        assertEquals(401, response.statusCode(), response.body());
        assertTrue(response.body().startsWith(reason), response.body());
    }

    private static String eventOnChannels(int count) {
        String channels =
                IntStream.range(0, count).mapToObj(i -> "\"c" + i + "\"").collect(Collectors.joining(","));
        return "{\"name\":\"e\",\"channels\":[" + channels + "],\"data\":\"{}\"}";
    }

    private static String eventWithData(String data) {
        return "{\"name\":\"e\",\"channel\":\"public\",\"data\":\"" + data + "\"}";
    }

    private static String repeated(String element, int times) {
        return IntStream.range(0, times).mapToObj(i -> element).collect(Collectors.joining(","));
    }
}
