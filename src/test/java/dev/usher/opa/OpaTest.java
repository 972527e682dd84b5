package dev.usher.opa;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.usher.testing.Channels;
import dev.usher.testing.ScriptedOpa;
import dev.usher.testing.TestIssuer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonArray;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What callers see of an endpoint that decides where the policy does not allow. */
@QuarkusTest
@WithTestResource(Channels.class)
@WithTestResource(ScriptedOpa.class)
class OpaTest {

    private static final String UNDECIDED = "Whether the caller may do this cannot be decided at the moment.";

    @ParameterizedTest
    @ValueSource(strings = {"true", "object", "named", "forging"})
    void signsWhatTheEndpointAllows(String answer) {
        authorize("private-sign_" + answer).statusCode(200).body("auth", notNullValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "undefined", "empty"})
    void refusesWhatItDenies(String answer) {
        authorize("private-deny_" + answer)
                .statusCode(403)
                .body("type", equalTo("urn:usher:problem:denied"))
                .body("auth", equalTo(null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"500", "401", "garbage", "huge", "hang", "close", "twice", "redirect"})
    void asksToComeBackWhereThereIsNoAnswer(String answer) {
        authorize("private-unclear_" + answer)
                .statusCode(503)
                .header("Retry-After", "1")
                .body("type", equalTo("urn:usher:problem:unavailable"))
                .body("detail", equalTo(UNDECIDED))
                .body("auth", equalTo(null))
                .body(not(containsString("words of the endpoint")));
    }

    @Test
    void doesNotAskAboutWhatThePolicyAllows() {
        authorize("private-user-42").statusCode(200);
        assertEquals(0, seen("private-user-42").size());
    }

    @Test
    void isNamedWhereThePolicyAloneIsExplained() {
        explain("private-nobody").body("decision", equalTo("deny")).body("own_rules", contains("opa"));
        explain("private-user-42").body("decision", equalTo("allow")).body("own_rules", empty());
        assertEquals(0, seen("private-nobody").size());
    }

    private static ValidatableResponse explain(String channel) {
        return given().auth()
                .oauth2(TestIssuer.token("42", "operator"))
                .contentType("application/json")
                .body("{\"channel_name\":\"%s\",\"action\":\"subscribe\"}".formatted(channel))
                .post("/policy/explain")
                .then()
                .statusCode(200);
    }

    @Test
    void neverTellsTheToken() {
        authorize("private-told_true").statusCode(200);
        JsonArray seen = seen("private-told_true");
        assertEquals(1, seen.size());
        assertEquals("Bearer " + ScriptedOpa.TOKEN, seen.getJsonObject(0).getString("authorization"));
        assertEquals(
                "{\"input\":{\"action\":\"subscribe\",\"caller\":{\"claims\":{\"teams\":[\"red\"]},\"roles\":[],"
                        + "\"subject\":\"42\"},\"channel\":{\"kind\":\"private\",\"name\":\"private-told_true\"}}}",
                seen.getJsonObject(0).getString("body"));
    }

    @Test
    void answersForEachChannelOfABatch() {
        given().auth()
                .oauth2(token())
                .contentType("application/json")
                .body(
                        "{\"socket_id\":\"1.1\",\"channel_name\":[\"private-b_true\",\"private-b_false\",\"private-b_500\","
                                + "\"private-user-42\",\"news\"]}")
                .post("/pusher/auth")
                .then()
                .statusCode(200)
                .body("private-b_true.status", equalTo(200))
                .body("private-b_false.status", equalTo(403))
                .body("private-b_500.status", equalTo(503))
                .body("private-b_500.problem.retry_after", equalTo(1))
                .body("private-user-42.status", equalTo(200))
                .body("news.status", equalTo(400))
                .body(
                        "keySet()",
                        contains("private-b_true", "private-b_false", "private-b_500", "private-user-42", "news"));
    }

    @ParameterizedTest
    @CsvSource({"p_true, 200", "p_false, 403", "p_500, 503"})
    void decidesWhoMayPublishAskAndEndConnections(String channel, int status) {
        given().auth()
                .oauth2(token())
                .contentType("application/json")
                .body("{\"name\":\"e\",\"data\":1,\"channel\":\"private-" + channel + "\"}")
                .post("/events")
                .then()
                .statusCode(status);
        given().auth()
                .oauth2(token())
                .get("/channel?name=private-" + channel)
                .then()
                .statusCode(status);
        given().auth()
                .oauth2(token())
                .contentType("application/json")
                .body("{\"user\":\"" + channel + "\"}")
                .post("/connections/terminate")
                .then()
                .statusCode(status);
    }

    @Test
    void publishesNothingOfAnEventOfWhichOneChannelIsDenied() {
        given().auth()
                .oauth2(token())
                .contentType("application/json")
                .body("{\"name\":\"e\",\"data\":1,\"channels\":[\"e_true\",\"e_500\",\"e_false\"]}")
                .post("/events")
                .then()
                .statusCode(403)
                .body("channels", contains("e_false"));
    }

    @Test
    void answersForEachEventOfABatch() {
        given().auth()
                .oauth2(token())
                .contentType("application/json")
                .body("{\"batch\":[" + event("f_500") + "," + event("f_true") + "," + event("f_false") + "]}")
                .post("/events/batch")
                .then()
                .statusCode(200)
                .body("results.status", contains(503, 200, 403))
                .body("results[2].problem.channels", contains("f_false"));
    }

    @Test
    void listsOnlyWhatThePolicyAllows() {
        given().auth().oauth2(token()).get("/channels").then().statusCode(403);
    }

    private static String event(String channel) {
        return "{\"name\":\"e\",\"data\":1,\"channel\":\"" + channel + "\"}";
    }

    private static JsonArray seen(String channel) {
        return new JsonArray(
                given().get(ScriptedOpa.url("/seen?channel=" + channel)).asString());
    }

    private static ValidatableResponse authorize(String channel) {
        return given().auth()
                .oauth2(token())
                .formParam("socket_id", "1.1")
                .formParam("channel_name", channel)
                .post("/pusher/auth")
                .then();
    }

    private static String token() {
        return TestIssuer.sign(TestIssuer.claims("42").claim("teams", List.of("red")));
    }
}
