package dev.usher.publish;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.usher.testing.FaultyChannels;
import dev.usher.testing.TestIssuer;
import dev.usher.testing.Vectors;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(FaultyChannels.class)
class FaultyChannelsTest {

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
        publish("status-413").statusCode(413).body("size", equalTo(1));
    }

    @Test
    void takesAnySuccessForOne() {
        publish("garbage").statusCode(200).body("channels.size()", equalTo(0));
        publish("status-202").statusCode(200);
    }

    @Test
    void sendsWhatTheProtocolAsksFor() {
        post("""
                {"name":"fine","channels":["a","private-b","a"],"socket_id":"1.2","info":"user_count",
                 "data":{"price":1.10,"name":"Zoë 東京 🚀"}}""");
        RestAssured.get(FaultyChannels.url("/last"))
                .then()
                .body("name", equalTo("fine"))
                .body("channels", equalTo(List.of("a", "private-b")))
                .body("data", equalTo("{\"price\":1.10,\"name\":\"Zoë 東京 🚀\"}"))
                .body("socket_id", equalTo("1.2"))
                .body("info", equalTo("user_count"))
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
