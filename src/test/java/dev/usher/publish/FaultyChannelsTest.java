package dev.usher.publish;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import dev.usher.testing.FaultyChannels;
import dev.usher.testing.TestIssuer;
import dev.usher.testing.Vectors;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
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
        given().auth()
                .oauth2(TestIssuer.token("backend", "publisher"))
                .contentType(ContentType.JSON)
                .body("""
                        {"name":"echo-1","channels":["a","private-b","a"],"socket_id":"1.2","info":"user_count",
                         "data":{"price":1.10,"name":"Zoë 東京 🚀"}}""")
                .post("/events")
                .then()
                .statusCode(200)
                .body("channels.echo.channels", equalTo(java.util.List.of("a", "private-b")))
                .body("channels.echo.data", equalTo("{\"price\":1.10,\"name\":\"Zoë 東京 🚀\"}"))
                .body("channels.echo.socket_id", equalTo("1.2"))
                .body("channels.echo.info", equalTo("user_count"))
                .body(
                        "channels.echo.target",
                        allOf(
                                startsWith("/apps/" + Vectors.APP_ID + "/events?"),
                                containsString("auth_key=" + Vectors.KEY),
                                containsString("body_md5="),
                                containsString("auth_signature=")));
    }

    @Test
    void sendsAStringAsItIs() {
        given().auth()
                .oauth2(TestIssuer.token("backend", "publisher"))
                .contentType(ContentType.JSON)
                .body("{\"name\":\"echo-1\",\"user\":\"42\",\"data\":\"{\\\"n\\\":1}\"}")
                .post("/events")
                .then()
                .statusCode(200)
                .body("channels.echo.channels", equalTo(java.util.List.of("private-user-42")))
                .body("channels.echo.data", equalTo("{\"n\":1}"));
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
