package dev.usher.publish;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.testing.FaultyChannels;
import dev.usher.testing.LogLines;
import dev.usher.testing.TestIssuer;
import dev.usher.testing.Vectors;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(FaultyChannels.class)
class FaultyChannelsTest {

    @RegisterExtension
    static final LogLines lines = new LogLines();

    @ParameterizedTest
    @CsvSource({
        "status-400, 422, event-refused",
        "status-422, 422, event-refused",
        "status-401, 502, upstream-misconfigured",
        "status-404, 502, upstream-misconfigured",
        "status-403, 502, upstream-failed",
        "status-413, 413, too-large",
        "status-429, 429, too-many-requests",
        "status-500, 502, upstream-failed",
        "status-302, 502, upstream-failed",
        "status-503, 503, unavailable",
        "status-504, 504, upstream-timeout",
        "soketi-413, 413, too-large",
        "soketi-401, 502, upstream-misconfigured",
        "soketi-200, 422, event-refused",
        "hang, 504, upstream-timeout",
        "close, 502, upstream-failed",
        "endless, 502, upstream-failed",
    })
    void tellsThePublisherWhatBecameOfTheEvent(String event, int status, String slug) {
        publish(event)
                .statusCode(status)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:usher:problem:" + slug))
                .body("status", equalTo(status))
                .body("instance", startsWith("urn:uuid:"))
                .body("detail", allOf(not(containsString("words")), not(containsString("auth_"))));
    }

    @Test
    void handsOnWhenTheServerWantsToBeAskedAgain() {
        publish("retry-7").statusCode(429).header("Retry-After", "7");
        publish("status-429").statusCode(429).header("Retry-After", "1");
        publish("status-503").statusCode(503).header("Retry-After", "1");
    }

    @Test
    void saysHowLargeAnEventIsThatIsTooLargeForTheServer() {
        publish("status-413").statusCode(413).body("field", equalTo("data")).body("size", equalTo(1));
        batch("fine", "status-413")
                .body("results[1].problem.field", equalTo("batch[1].data"))
                .body("results[1].problem.detail", startsWith("batch[1].data: "));
    }

    @ParameterizedTest
    @CsvSource({
        "status-503, says that it is not available; the event may have been published.",
        "status-502, got no proper answer from the Channels server; the event may have been published.",
        "status-401, does not accept Usher as its app; nothing was published. Whoever runs Usher should check",
        "status-403, quota of messages used up; nothing was published.",
    })
    void saysWhatHappenedAndWhatItMeans(String event, String sentences) {
        publish(event).body("detail", containsString(sentences));
    }

    @Test
    void sendsNoPartOfAnEventBehindOneThatIsNotAnswered() {
        String channels = IntStream.range(0, 150).mapToObj("\"c%d\""::formatted).collect(Collectors.joining(","));
        String hanging = "{\"name\":\"hang\",\"data\":1,\"channel\":\"c149\"}";
        String parted = "{\"name\":\"fine\",\"data\":1,\"channels\":[" + channels + "]}";
        batchOf(hanging + "," + parted)
                .body("results.status", equalTo(List.of(504, 503)))
                .body("results[1].problem.detail", containsString("was not sent"));
    }

    @Test
    void takesAnySuccessForOne() {
        publish("garbage").statusCode(200).body("channels.size()", equalTo(0));
        publish("status-202").statusCode(200);
    }

    @Test
    void takesAPageForNoAnswerOfAChannelsServer() {
        publish("page").statusCode(502).body("detail", containsString("may have been published"));
    }

    @Test
    void sendsWhatTheProtocolAsksFor() {
        post("""
                {"name":"fine","channels":["a","private-b","a"],"socket_id":"1.2","info":"subscription_count",
                 "data":{"price":1.10,"name":"Zoë 東京 🚀"}}""");
        RestAssured.get(FaultyChannels.url("/last"))
                .then()
                .body("name", equalTo("fine"))
                .body("channels", equalTo(List.of("a", "private-b")))
                .body("data", equalTo("{\"price\":1.10,\"name\":\"Zoë 東京 🚀\"}"))
                .body("socket_id", equalTo("1.2"))
                .body("info", equalTo("subscription_count"))
                .body(
                        "target",
                        allOf(
                                startsWith("/apps/" + Vectors.APP_ID + "/events?"),
                                containsString("auth_key=" + Vectors.KEY),
                                containsString("body_md5="),
                                containsString("auth_signature=")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'channel':'news'         | news",
                "'channels':['a','b']     | a,b",
                "'user':'42'              | private-user-42",
                "'users':['42','auth0=7C1'] | private-user-42,private-user-auth0=7C1",
            })
    void sendsToWhomItIsFor(String target, String channels) {
        post("{'name':'fine','data':'x',%s}".formatted(target).replace('\'', '"'));
        RestAssured.get(FaultyChannels.url("/last"))
                .then()
                .body("channels", equalTo(List.of(channels.split(",", -1))))
                .body("socket_id", nullValue())
                .body("info", nullValue());
    }

    @Test
    void sendsAStringAsItIs() {
        post("{\"name\":\"fine\",\"user\":\"42\",\"data\":\"{\\\"n\\\":1}\"}");
        RestAssured.get(FaultyChannels.url("/last")).then().body("data", equalTo("{\"n\":1}"));
    }

    @Test
    void handsOnTheAttributesOfTheProtocolAndNothingElse() {
        publish("fine")
                .statusCode(200)
                .body("channels.news.subscription_count", equalTo(3))
                .body("channels.news.size()", equalTo(1));
    }

    @Test
    void partsAnEventIntoTheCallsThatItNeeds() {
        forget();
        post("""
                {"name":"fine","channels":["a","private-encrypted-b","private-encrypted-c","#server-to-user-7"],
                 "socket_id":"1.2","info":"subscription_count","data":"x"}""");
        RestAssured.get(FaultyChannels.url("/calls"))
                .then()
                .body("calls.size()", equalTo(2))
                .body("calls[1].channels", equalTo(List.of("a", "#server-to-user-7")))
                .body("calls[1].data", equalTo("x"))
                .body("calls[0].batch.channel", equalTo(List.of("private-encrypted-b", "private-encrypted-c")))
                .body(
                        "calls[0].batch.data",
                        everyItem(allOf(startsWith("{\"nonce\":\""), containsString("ciphertext"))))
                .body("calls[0].batch.socket_id", everyItem(equalTo("1.2")))
                .body("calls[0].batch.info", everyItem(equalTo("subscription_count")));
    }

    @Test
    void findsTheOneEventThatTheServerRefuses() {
        forget();
        batch("fine", "status-400", "fine")
                .statusCode(200)
                .body("results.status", equalTo(List.of(200, 422, 200)))
                .body("results[1].problem.type", equalTo("urn:usher:problem:event-refused"));
        RestAssured.get(FaultyChannels.url("/calls"))
                .then()
                .body("calls.size()", equalTo(4))
                .body("calls[0].batch.name", equalTo(List.of("fine", "status-400", "fine")))
                .body("calls[1].name", equalTo("fine"))
                .body("calls[2].name", equalTo("status-400"))
                .body("calls[3].name", equalTo("fine"));
    }

    @ParameterizedTest
    @CsvSource({
        "hang,       504, 503, unavailable",
        "status-502, 502, 503, unavailable",
        "status-503, 503, 503, unavailable",
        "status-504, 504, 503, unavailable",
        "status-401, 502, 502, upstream-misconfigured",
        "status-403, 502, 502, upstream-failed",
        "retry-7,    429, 429, too-many-requests",
    })
    void doesNotSendTheRestToAServerThatWouldNotTakeIt(String name, int first, int rest, String slug) {
        forget();
        String[] names = Collections.nCopies(35, name).toArray(String[]::new);
        batch(names)
                .statusCode(200)
                .body("results.size()", equalTo(35))
                .body("results[9].status", equalTo(first))
                .body("results[10].status", equalTo(rest))
                .body("results[34].problem.type", equalTo("urn:usher:problem:" + slug))
                .body("results[34].problem.detail", containsString("was not sent"));
        RestAssured.get(FaultyChannels.url("/calls")).then().body("calls.size()", equalTo(1));
    }

    @Test
    void tellsInAResultWhenToComeBack() {
        batch("retry-7", "fine").statusCode(200).body("results.problem.retry_after", equalTo(List.of(7, 7)));
        batch("hang", "fine").statusCode(200).body("results[0].problem.retry_after", nullValue());
    }

    @Test
    void tellsOfEachEventOfABatchWhatTheServerToldOfIt() {
        batch("fine", "fine")
                .statusCode(200)
                .body("results[0].channels", equalTo(Map.of("c0", Map.of("subscription_count", 0))))
                .body("results[1].channels", equalTo(Map.of("c1", Map.of("subscription_count", 1))));
    }

    @Test
    void neitherAnswersNorLogsTheUrlThatAServerRepeats() {
        for (String name : List.of("echo-400", "echo-413", "echo-500", "echo-401")) {
            publish(name).body(not(containsString("auth_")));
            batch(name, name).body(not(containsString("auth_")));
        }
        assertTrue(lines.toString().contains("status 400"), lines.toString());
        assertFalse(lines.toString().contains("auth_"), lines.toString());
    }

    private static void forget() {
        RestAssured.get(FaultyChannels.url("/forget")).then().statusCode(200);
    }

    private static ValidatableResponse batch(String... names) {
        String events = IntStream.range(0, names.length)
                .mapToObj(i -> "{\"name\":\"%s\",\"channel\":\"c%d\",\"data\":\"x\"}".formatted(names[i], i))
                .collect(Collectors.joining(","));
        return batchOf(events);
    }

    private static ValidatableResponse batchOf(String events) {
        return given().auth()
                .oauth2(TestIssuer.token("backend", "publisher"))
                .contentType(ContentType.JSON)
                .body("{\"batch\":[" + events + "]}")
                .post("/events/batch")
                .then();
    }

    private static void post(String event) {
        given().auth()
                .oauth2(TestIssuer.token("backend", "publisher"))
                .contentType(ContentType.JSON)
                .body(event)
                .post("/events")
                .then()
                .statusCode(200);
    }

    private static ValidatableResponse publish(String event) {
        return given().auth()
                .oauth2(TestIssuer.token("backend", "publisher"))
                .contentType(ContentType.JSON)
                .body("{\"name\":\"" + event + "\",\"channel\":\"news\",\"data\":\"x\"}")
                .post("/events")
                .then();
    }
}
