package dev.usher.access;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.testing.Channels;
import dev.usher.testing.LogLines;
import dev.usher.testing.TestIssuer;
import dev.usher.testing.Vectors;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each decision has a line in the log, under the id of what it was made for, and is counted. */
@QuarkusTest
@TestProfile(DecisionsTest.All.class)
@WithTestResource(Channels.class)
class DecisionsTest {

    @RegisterExtension
    static final LogLines lines = new LogLines();

    private static final String LINE = "outcome=";

    @TestHTTPResource(value = "/metrics", management = true)
    String metrics = "";

    public static final class All implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("usher.decisions.log-allowed", "1");
        }
    }

    @Test
    void putsOnRecordWhatWasAllowed() {
        String token = TestIssuer.token("42");
        String auth =
                authorize(token, "private-user-42").statusCode(200).extract().path("auth");
        String line = decisions().get(0);
        assertTrue(
                line.matches("(?s).*instance=urn:uuid:[0-9a-f-]{36} outcome=allow action=subscribe"
                        + " channel=\"private-user-42\" user=\"42\" rule=\"own\" micros=\\d+\\s*"),
                line);
        assertEquals(1, decisions().size());
        assertFalse(lines.toString().contains(auth.substring(auth.indexOf(':') + 1)));
        assertFalse(lines.toString().contains(token.substring(token.indexOf('.'))));
        assertFalse(lines.toString().contains(Vectors.SECRET));
    }

    @Test
    void hasOneLineForADenialUnderTheInstanceOfItsProblem() {
        String instance = authorize(TestIssuer.token("42"), "private-user-43")
                .statusCode(403)
                .extract()
                .path("instance");
        assertTrue(
                lines.line(instance)
                        .contains(
                                "outcome=deny action=subscribe channel=\"private-user-43\" user=\"42\" reason=no-rule"),
                lines.toString());
        // The problem's own line is there for whoever looks for a mistake of theirs.
        List<String> about = Stream.of(lines.toString().split("\n"))
                .filter(line -> line.contains(instance))
                .toList();
        assertEquals(2, about.size(), about.toString());
        assertTrue(about.get(1).contains("FINE") || about.get(1).contains("DEBUG"), about.toString());
    }

    @Test
    void givesEachEntryOfABatchAnInstanceOfItsOwn() {
        ValidatableResponse answer = given().auth()
                .oauth2(TestIssuer.token("42"))
                .contentType("application/json")
                .body(
                        "{\"socket_id\":\"1.1\",\"channel_name\":[\"private-user-43\",\"private-user-42\",\"private-user-44\"]}")
                .post("/pusher/auth")
                .then()
                .statusCode(200);
        for (String channel : List.of("private-user-43", "private-user-44")) {
            String instance = answer.extract().path(channel + ".problem.instance");
            assertTrue(lines.line(instance).contains("channel=\"" + channel + "\""), lines.toString());
        }
        assertEquals(3, decisions().size(), lines.toString());
        assertEquals(
                3,
                decisions().stream()
                        .map(line -> line.replaceFirst("(?s).*instance=(\\S+) .*", "$1"))
                        .distinct()
                        .count());
    }

    @Test
    void givesEachEventOfABatchAnInstanceOfItsOwn() {
        ValidatableResponse answer = given().auth()
                .oauth2(TestIssuer.token("shop", "bot"))
                .contentType("application/json")
                .body("{\"batch\":[{\"name\":\"e\",\"data\":1,\"channels\":[\"presence-b\",\"presence-c\"]},"
                        + "{\"name\":\"e\",\"data\":1,\"channel\":\"presence-a\"}]}")
                .post("/events/batch")
                .then()
                .statusCode(200);
        String instance = answer.extract().path("results[0].problem.instance");
        List<String> denied = decisions().stream()
                .filter(line -> line.contains("instance=" + instance))
                .toList();
        assertEquals(2, denied.size(), lines.toString());
        assertTrue(denied.get(0).contains("outcome=deny action=publish channel=\"presence-b\" user=\"shop\""));
        assertTrue(denied.get(1).contains("outcome=deny action=publish channel=\"presence-c\" user=\"shop\""));
        assertEquals(3, decisions().size(), lines.toString());
    }

    @Test
    void hasOneInstanceForTheDecisionAndWhatFailsAfterIt() {
        String tooLarge = authorize(
                        TestIssuer.sign(TestIssuer.claims("42").claim("name", "x".repeat(3000))), "presence-room.7")
                .statusCode(403)
                .extract()
                .path("instance");
        List<String> about = Stream.of(lines.toString().split("\n"))
                .filter(line -> line.contains(tooLarge))
                .toList();
        assertEquals(2, about.size(), about.toString());
        assertTrue(about.get(0).contains("outcome=allow"), about.toString());
        assertTrue(about.get(1).contains("user-not-usable"), about.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET|/channel?name=news||outcome=deny action=query channel=\"news\" user=\"42\" reason=no-rule",
                "GET|/channels||outcome=deny action=list user=\"42\" reason=no-rule",
                "POST|/events|{}|outcome=deny action=publish user=\"42\" reason=no-rule",
                "POST|/events/batch|{}|outcome=deny action=publish user=\"42\" reason=no-rule",
                "POST|/connections/terminate|{\"user\":\"43\"}|outcome=deny action=terminate channel=\"private-user-43\"",
            })
    void recordsWhatElseIsDenied(String method, String target, String body, String expected) {
        String instance = given().auth()
                .oauth2(TestIssuer.token("42"))
                .contentType("application/json")
                .body(body == null ? "" : body)
                .urlEncodingEnabled(false)
                .request(method, target)
                .then()
                .statusCode(403)
                .extract()
                .path("instance");
        assertTrue(lines.line(instance).contains(expected), lines.toString());
        assertEquals(1, decisions().size(), lines.toString());
    }

    @Test
    void recordsWhoSignsIn() {
        given().auth()
                .oauth2(TestIssuer.token("42"))
                .formParam("socket_id", "1.1")
                .post("/pusher/user-auth")
                .then()
                .statusCode(200);
        assertTrue(
                decisions().get(0).contains("outcome=allow action=sign-in user=\"42\" rule=\"valid-token\""),
                lines.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "x\" outcome=allow user=\"admin|x=22=20outcome=3Dallow=20user=3D=22admin",
                "`x\noutcome=allow`|x=0Aoutcome=3Dallow",
            })
    void letsNobodyForgeALine(String subject, String user) {
        authorize(TestIssuer.token(subject), "private-user-43").statusCode(403);
        assertEquals(1, decisions().size(), lines.toString());
        assertTrue(decisions().get(0).contains("user=\"" + user + "\" reason=no-rule"), lines.toString());
    }

    @Test
    void countsThem() {
        String allow = "usher_decisions_total{action=\"subscribe\",outcome=\"allow\",reason=\"\",rule=\"own\"}";
        String deny = "usher_decisions_total{action=\"subscribe\",outcome=\"deny\",reason=\"no-rule\",rule=\"\"}";
        double allowed = metric(allow);
        double denied = metric(deny);
        authorize(TestIssuer.token("42"), "private-user-42").statusCode(200);
        authorize(TestIssuer.token("42"), "private-user-43").statusCode(403);
        authorize(TestIssuer.token("42"), "private-user-44").statusCode(403);
        assertEquals(allowed + 1, metric(allow));
        assertEquals(denied + 2, metric(deny));
        assertTrue(metric("usher_decision_latency_seconds_count{outcome=\"deny\"}") >= 2);
        assertTrue(metric("usher_decision_latency_seconds_bucket{outcome=\"deny\",le=\"1.0\"}") >= 2);
    }

    private double metric(String series) {
        String exposed = given().get(metrics).then().statusCode(200).extract().asString();
        return exposed.lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElse(0);
    }

    private List<String> decisions() {
        return Stream.of(lines.toString().split("\n"))
                .filter(line -> line.contains(LINE))
                .toList();
    }

    private static ValidatableResponse authorize(String token, String channel) {
        return given().auth()
                .oauth2(token)
                .formParam("socket_id", "1.1")
                .formParam("channel_name", channel)
                .post("/pusher/auth")
                .then();
    }
}
