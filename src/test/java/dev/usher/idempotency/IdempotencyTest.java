package dev.usher.idempotency;

import static dev.usher.testing.Eventually.await;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.usher.testing.FaultyChannels;
import dev.usher.testing.TestIssuer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Publishing under a key, to a Channels server that counts what it is sent. */
@QuarkusTest
@WithTestResource(FaultyChannels.class)
class IdempotencyTest {

    private final String key = UUID.randomUUID().toString();

    @BeforeEach
    void forget() {
        given().get(FaultyChannels.url("/forget")).then().statusCode(200);
    }

    @Test
    void publishesOnceAndAnswersTheSame() {
        Response first = publish(key, "fine");
        first.then().statusCode(200).header(Reply.REPLAYED, nullValue());
        Response second = publish(key, "fine");
        second.then().statusCode(200).header(Reply.REPLAYED, "true").contentType("application/json");
        assertSame(first, second);
        assertEquals(1, calls());
    }

    @Test
    void answersWithAKeyAsItDoesWithout() {
        Response without = given().auth()
                .oauth2(TestIssuer.token("backend", "publisher"))
                .contentType(ContentType.JSON)
                .body(event("fine"))
                .post("/events");
        Response with = publish(key, "fine");
        assertSame(without, with);
        assertEquals(without.header("Cache-Control"), with.header("Cache-Control"));
    }

    @Test
    void takesAKeyWithQuotesAndWithoutForTheSame() {
        publish("\"" + key + "\"", "fine").then().statusCode(200);
        publish(key, "fine").then().statusCode(200).header(Reply.REPLAYED, "true");
        assertEquals(1, calls());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"\"", "a b", "a,b", "\"a"})
    void refusesWhatIsNoKeyBeforeItPublishes(String bad) {
        for (String path : List.of("/events", "/events/batch")) {
            send(path, bad, "backend", path.equals("/events") ? event("fine") : batch("fine"))
                    .then()
                    .statusCode(400)
                    .body("type", equalTo("urn:usher:problem:malformed-request"))
                    .body("field", equalTo("Idempotency-Key"));
        }
        assertEquals(0, calls());
    }

    @Test
    void refusesAnotherBody() {
        publish(key, "fine").then().statusCode(200);
        send("/events", key, "backend", event("fine") + " ")
                .then()
                .statusCode(409)
                .contentType("application/problem+json")
                .header(Reply.REPLAYED, nullValue())
                .body("type", equalTo("urn:usher:problem:idempotency-key-reused"))
                .body("field", equalTo("Idempotency-Key"))
                .body("detail", not(containsString(key)));
        assertEquals(1, calls());
    }

    @Test
    void tellsCallersAndPathsApart() {
        publish(key, "fine").then().statusCode(200);
        send("/events", key, "desk", event("other")).then().statusCode(200).header(Reply.REPLAYED, nullValue());
        send("/events/batch", key, "backend", batch("fine"))
                .then()
                .statusCode(200)
                .header(Reply.REPLAYED, nullValue());
        assertEquals(3, calls());
    }

    @ParameterizedTest
    @CsvSource({
        "status-400, 422",
        "status-413, 413",
        "status-500, 502",
        "status-503, 503",
        "hang,       504",
        "close,      502",
    })
    void neverSendsAgainWhatWasRefusedOrMayHaveArrived(String event, int status) {
        Response first = publish(key, event);
        first.then().statusCode(status).header(Reply.REPLAYED, nullValue());
        int sent = calls();
        Response second = publish(key, event);
        second.then().statusCode(status).header(Reply.REPLAYED, "true").contentType("application/problem+json");
        assertSame(first, second);
        assertEquals(first.header("Retry-After"), second.header("Retry-After"));
        assertEquals(sent, calls());
    }

    @Test
    void saysThatAnEventInDoubtIsNotPublishedAgainUnderTheKey() {
        publish(key, "hang")
                .then()
                .statusCode(504)
                .body(
                        "detail",
                        allOf(
                                containsString("may have been published"),
                                endsWith("Under the same Idempotency-Key it will not be published again.")));
    }

    @ParameterizedTest
    @CsvSource({"retry-7, 429", "status-401, 502", "status-403, 502"})
    void sendsAgainWhatWasNotPublished(String event, int status) {
        Response first = publish(key, event);
        int sent = calls();
        Response second = publish(key, event);
        for (Response each : List.of(first, second)) {
            each.then()
                    .statusCode(status)
                    .header(Reply.REPLAYED, nullValue())
                    .body("detail", not(containsString("Idempotency-Key")));
        }
        assertNotEquals(first.<String>path("instance"), second.<String>path("instance"));
        assertEquals(2 * sent, calls());
    }

    @Test
    void doesNotTakeAKeyForWhatIsRefusedBeforeItPublishes() {
        send("/events", key, "backend", "{}").then().statusCode(400);
        given().contentType(ContentType.JSON)
                .header(IdempotencyKey.HEADER, key)
                .body(event("fine"))
                .post("/events")
                .then()
                .statusCode(401);
        publish(key, "fine").then().statusCode(200).header(Reply.REPLAYED, nullValue());
        assertEquals(1, calls());
    }

    @Test
    void keepsAllOfABatchOfWhichSomethingWasPublished() {
        String events = batch("fine", "status-400", "fine");
        Response first = send("/events/batch", key, "backend", events);
        first.then().statusCode(200).body("results.status", equalTo(List.of(200, 422, 200)));
        int sent = calls();
        Response second = send("/events/batch", key, "backend", events);
        second.then().statusCode(200).header(Reply.REPLAYED, "true");
        assertSame(first, second);
        assertEquals(sent, calls());
    }

    @Test
    void saysWhichEventsOfABatchNeedAnotherKey() {
        String[] names = new String[11];
        Arrays.fill(names, "hang");
        Response first = send("/events/batch", key, "backend", batch(names));
        first.then()
                .statusCode(200)
                .body("results[0].status", equalTo(504))
                .body("results[0].problem.detail", endsWith("it will not be published again."))
                .body("results[10].status", equalTo(503))
                .body("results[10].problem.detail", endsWith("Send it again under another Idempotency-Key."));
        int sent = calls();
        assertSame(first, send("/events/batch", key, "backend", batch(names)));
        assertEquals(sent, calls());
    }

    @Test
    void sendsABatchAgainOfWhichNothingWasPublished() {
        String events = "{\"batch\":[{},{\"name\":\"retry-7\",\"channel\":\"c\",\"data\":1}]}";
        Response first = send("/events/batch", key, "backend", events);
        first.then().statusCode(200).body("results.status", equalTo(List.of(400, 429)));
        int sent = calls();
        send("/events/batch", key, "backend", events).then().header(Reply.REPLAYED, nullValue());
        assertEquals(2 * sent, calls());
    }

    @Test
    void keepsTheAnswerAboutAThousandEvents() {
        String[] names = IntStream.range(0, 1000).mapToObj(i -> "fine").toArray(String[]::new);
        Response first = send("/events/batch", key, "backend", batch(names));
        first.then().statusCode(200).body("results.size()", equalTo(1000));
        int sent = calls();
        assertSame(first, send("/events/batch", key, "backend", batch(names)));
        assertEquals(sent, calls());
    }

    @Test
    void answersConcurrentTwinsTogether() {
        List<CompletableFuture<Response>> twins = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> publish(key, "hang"), task -> new Thread(task, "backend").start()))
                .toList();
        List<Response> answers = twins.stream().map(CompletableFuture::join).toList();
        answers.forEach(answer -> assertSame(answers.get(0), answer));
        assertEquals(
                1,
                answers.stream()
                        .filter(answer -> answer.header(Reply.REPLAYED) == null)
                        .count());
        assertEquals(1, calls());
    }

    @Test
    void goesOnWhenTheCallerHangsUp() throws Exception {
        String body = event("hang");
        try (Socket caller = new Socket("127.0.0.1", RestAssured.port)) {
            caller.getOutputStream()
                    .write("""
                            POST /events HTTP/1.1\r
                            Host: localhost\r
                            Authorization: Bearer %s\r
                            Content-Type: application/json\r
                            Idempotency-Key: %s\r
                            Content-Length: %d\r
                            \r
                            %s""".formatted(TestIssuer.token("backend", "publisher"), key, body.length(), body)
                            .getBytes(StandardCharsets.US_ASCII));
            await("the event is on its way", () -> calls() == 1);
        }
        publish(key, "hang").then().statusCode(504).header(Reply.REPLAYED, "true");
        assertEquals(1, calls());
    }

    private static void assertSame(Response first, Response second) {
        assertEquals(first.statusCode(), second.statusCode());
        assertEquals(first.contentType(), second.contentType());
        assertEquals(first.body().asString(), second.body().asString());
    }

    private static int calls() {
        return given().get(FaultyChannels.url("/calls"))
                .<List<Object>>path("calls")
                .size();
    }

    private static String event(String name) {
        return "{\"name\":\"" + name + "\",\"channel\":\"news\",\"data\":\"x\"}";
    }

    private static String batch(String... names) {
        return "{\"batch\":["
                + String.join(
                        ",", List.of(names).stream().map(IdempotencyTest::event).toList()) + "]}";
    }

    private static Response publish(String key, String name) {
        return send("/events", key, "backend", event(name));
    }

    private static Response send(String path, String key, String caller, String body) {
        return given().auth()
                .oauth2(TestIssuer.token(caller, "publisher"))
                .contentType(ContentType.JSON)
                .header(IdempotencyKey.HEADER, key)
                .body(body)
                .post(path);
    }
}
