package dev.usher.webhook;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import dev.usher.signing.Secret;
import dev.usher.signing.Signer;
import dev.usher.testing.Channels;
import dev.usher.testing.ScriptedApplication;
import dev.usher.testing.Vectors;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Webhooks from the Channels server, and on to an application. */
@QuarkusTest
@WithTestResource(Channels.class)
@WithTestResource(ScriptedApplication.class)
class WebhookTest {

    private static final Signer OLDER =
            new Signer(ScriptedApplication.OLDER_KEY, new Secret(ScriptedApplication.OLDER_SECRET));

    private final String id = UUID.randomUUID().toString();

    @Test
    void acknowledgesWhatTheApplicationHasTaken() {
        String body = scripted();
        post(body).statusCode(200).contentType("application/json").body("$", anEmptyMap());
        JsonObject seen = seen().getJsonObject(0);
        assertEquals(body, seen.getString("body"));
        assertEquals(Signed.signature(body), seen.getJsonObject("headers").getString("x-pusher-signature"));
        assertEquals(Vectors.KEY, seen.getJsonObject("headers").getString("x-pusher-key"));
    }

    @ParameterizedTest
    @CsvSource({"503, 2", "close, 2", "hang, 2"})
    void triesAgainBeforeItAnswers(String step, int attempts) {
        post(scripted(step)).statusCode(200);
        assertEquals(attempts, seen().size());
    }

    @Test
    void sendsOnOnceWhatComesTwice() {
        String body = scripted();
        post(body).statusCode(200);
        post(body).statusCode(200).body("$", anEmptyMap());
        assertEquals(1, seen().size());
    }

    @Test
    void sendsOnAgainWhatWasNotTaken() {
        String body = scripted("404", "301");
        for (int status : new int[] {404, 301}) {
            post(body)
                    .statusCode(502)
                    .contentType("application/problem+json")
                    .body("type", equalTo("urn:usher:problem:forwarding-failed"))
                    .body("detail", containsString(Integer.toString(status)))
                    .body("detail", not(containsString("words of the application")));
        }
        post(body).statusCode(200);
        assertEquals(3, seen().size());
    }

    @Test
    void sendsOnOnceWhatComesAtTheSameTime() throws ExecutionException, InterruptedException {
        // Nobody has an answer before the first attempt has failed.
        String body = scripted("hang");
        ExecutorService callers = Executors.newFixedThreadPool(8);
        try {
            List<Future<Integer>> statuses = IntStream.range(0, 8)
                    .mapToObj(i -> callers.submit(() -> post(body).extract().statusCode()))
                    .toList();
            for (Future<Integer> status : statuses) {
                assertEquals(200, status.get());
            }
        } finally {
            callers.shutdownNow();
        }
        assertEquals(2, seen().size());
    }

    @Test
    void passesOnWhatItDoesNotUnderstand() {
        String body = webhook("7,{},{\"name\":\"channel_occupied\",\"channel\":\"a:b\"}");
        post(body).statusCode(200);
    }

    @Test
    void takesABatchOfManyLargeEvents() {
        JsonObject large = new JsonObject()
                .put("name", "client_event")
                .put("channel", "private-a")
                .put("event", "client-b")
                .put("data", "\"".repeat(10_240))
                .put("socket_id", "1.1");
        JsonArray events = new JsonArray().add(new JsonObject().put("id", id));
        IntStream.range(0, 50).forEach(i -> events.add(large));
        String body = new JsonObject()
                .put("time_ms", System.currentTimeMillis())
                .put("events", events)
                .encode();
        post(body).statusCode(200);
        assertEquals(body, seen().getJsonObject(0).getString("body"));
    }

    @Test
    void takesABatchOfVeryManySmallEvents() {
        post(webhook("{\"id\":\"" + id + "\"}" + ",{\"name\":\"x\"}".repeat(50_000)))
                .statusCode(200);
        assertEquals(1, seen().size());
    }

    @Test
    void refusesWhatIsTooLarge() {
        signed(scripted() + " ".repeat(WebhookResource.MAX_BODY))
                .post("/pusher/webhook")
                .then()
                .statusCode(413)
                .body("type", equalTo("urn:usher:problem:too-large"))
                .body("limit", equalTo(WebhookResource.MAX_BODY));
    }

    @Test
    void believesEveryActiveKey() {
        String body = scripted();
        send(ScriptedApplication.OLDER_KEY, OLDER.signWebhook(bytes(body)), body)
                .statusCode(200);
        assertEquals(
                ScriptedApplication.OLDER_KEY,
                seen().getJsonObject(0).getJsonObject("headers").getString("x-pusher-key"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json; charset=utf-8", "Application/JSON", "application/json;charset=UTF-8"})
    void takesJsonWhateverItsParameters(String contentType) {
        String body = scripted();
        raw(contentType, Vectors.KEY, Signed.signature(body), body).statusCode(200);
        assertEquals(
                contentType, seen().getJsonObject(0).getJsonObject("headers").getString("content-type"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/xml", "application/jsonp"})
    void takesNothingButJson(String contentType) {
        String body = scripted();
        raw(contentType, Vectors.KEY, Signed.signature(body), body)
                .statusCode(415)
                .body("type", equalTo("urn:usher:problem:unsupported-media-type"));
        assertEquals(0, seen().size());
    }

    @Test
    void needsNoTokenAndIsNotMovedByOne() {
        signed(scripted())
                .header("Authorization", "Bearer of-somebody")
                .post("/pusher/webhook")
                .then()
                .statusCode(200);
        assertFalse(seen().getJsonObject(0).getJsonObject("headers").containsKey("authorization"));
    }

    @Test
    void refusesWhatIsNotTheChannelsServers() {
        String body = scripted();
        String right = Signed.signature(body);
        assertNotGenuine(send(Vectors.KEY, OLDER.signWebhook(bytes(body)), body));
        assertNotGenuine(send(ScriptedApplication.OLDER_KEY, right, body));
        assertNotGenuine(send("unknown", right, body));
        assertNotGenuine(send(Vectors.KEY, right, body + " "));
        assertNotGenuine(send(Vectors.KEY, "é", body));
        assertNotGenuine(send(Vectors.KEY, right, ""));
        assertNotGenuine(given().body(body).post("/pusher/webhook").then());
        assertNotGenuine(given().header("X-Pusher-Key", Vectors.KEY)
                .body(body)
                .post("/pusher/webhook")
                .then());
        assertNotGenuine(given().header("X-Pusher-Signature", right)
                .body(body)
                .post("/pusher/webhook")
                .then());
        assertNotGenuine(signed(body)
                .header("X-Pusher-Signature", right)
                .post("/pusher/webhook")
                .then());
        assertNotGenuine(signed(body)
                .header("X-Pusher-Key", Vectors.KEY)
                .post("/pusher/webhook")
                .then());
        assertEquals(0, seen().size());
    }

    /** Their signatures hold; their time is 2030. */
    @ParameterizedTest
    @MethodSource
    void refusesTheVectorsForTheirTimeAlone(JsonNode vector) {
        JsonNode headers = vector.get("expected_headers");
        assertOutsideWindow(send(
                headers.get("X-Pusher-Key").asText(),
                headers.get("X-Pusher-Signature").asText(),
                vector.get("input").get("body").asText()));
    }

    static Stream<JsonNode> refusesTheVectorsForTheirTimeAlone() {
        return Vectors.of("webhook");
    }

    @Test
    void takesARetryOfFiveMinutesAndNothingOlder() {
        post(scripted(Duration.ofMinutes(-5))).statusCode(200);
        assertOutsideWindow(post(scripted(Duration.ofMinutes(-7))));
        assertOutsideWindow(post(scripted(Duration.ofMinutes(2))));
        assertEquals(1, seen().size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "time_ms | {'events':[]}",
                "time_ms | {'time_ms':'1','events':[]}",
                "events  | {'time_ms':1}",
                "events  | {'time_ms':1,'events':{}}",
            })
    void namesTheFieldThatIsWrong(String field, String body) {
        post(body.replace('\'', '"'))
                .statusCode(400)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:usher:problem:malformed-request"))
                .body("field", equalTo(field));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{}x", "{\"time_ms\":1,\"time_ms\":2,\"events\":[]}", "{\"time_ms\":1e999999999}"})
    void refusesWhatIsNoJson(String body) {
        post(body).statusCode(400).contentType("application/problem+json");
    }

    private static void assertNotGenuine(ValidatableResponse response) {
        response.statusCode(401)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", nullValue())
                .body("type", equalTo("urn:usher:problem:webhook-not-genuine"))
                .body("instance", startsWith("urn:uuid:"))
                .body(
                        "detail",
                        equalTo("X-Pusher-Key and X-Pusher-Signature do not show"
                                + " that this comes from the Channels server."));
    }

    private static void assertOutsideWindow(ValidatableResponse response) {
        response.statusCode(403).body("type", equalTo("urn:usher:problem:webhook-outside-window"));
    }

    private static ValidatableResponse post(String body) {
        return send(Vectors.KEY, Signed.signature(body), body);
    }

    private static ValidatableResponse send(String key, String signature, String body) {
        return raw("application/json", key, signature, body);
    }

    private static RequestSpecification signed(String body) {
        return request("application/json", Vectors.KEY, Signed.signature(body), body);
    }

    private static ValidatableResponse raw(String contentType, String key, String signature, String body) {
        return request(contentType, key, signature, body)
                .post("/pusher/webhook")
                .then();
    }

    /** As bytes, so that the Content-Type and the body go out as they are. */
    private static RequestSpecification request(String contentType, String key, String signature, String body) {
        return given().header("Content-Type", contentType)
                .headers(Map.of("X-Pusher-Key", key, "X-Pusher-Signature", signature))
                .body(bytes(body));
    }

    private static byte[] bytes(String body) {
        return body.getBytes(StandardCharsets.UTF_8);
    }

    private String scripted(String... script) {
        return scripted(Duration.ZERO, script);
    }

    private String scripted(Duration ahead, String... script) {
        JsonObject event =
                new JsonObject().put("name", "scripted").put("id", id).put("script", List.of(script));
        return webhook(Instant.now().plus(ahead), event.encode());
    }

    private static String webhook(String events) {
        return webhook(Instant.now(), events);
    }

    private static String webhook(Instant time, String events) {
        return "{\"time_ms\":" + time.toEpochMilli() + ",\"events\":[" + events + "]}";
    }

    private JsonArray seen() {
        return new JsonArray(
                RestAssured.get(ScriptedApplication.url("/seen?id=" + id)).asString());
    }
}
