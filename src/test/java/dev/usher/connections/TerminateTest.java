package dev.usher.connections;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import dev.usher.testing.FaultyChannels;
import dev.usher.testing.TestIssuer;
import dev.usher.testing.Vectors;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ending the connections of a user. */
@QuarkusTest
@WithTestResource(FaultyChannels.class)
class TerminateTest {

    @ParameterizedTest
    @ValueSource(strings = {"42", "auth0=7C1", "a@b.c", "a,b;c"})
    void endsTheConnectionsOfAUser(String user) {
        terminate("{\"user\":\"" + user + "\"}")
                .statusCode(200)
                .contentType("application/json")
                .body("", equalTo(Map.of()));
        RestAssured.get(FaultyChannels.url("/last"))
                .then()
                .body("method", equalTo("POST"))
                .body("target", startsWith("/apps/" + Vectors.APP_ID + "/users/" + user + "/terminate_connections?"));
    }

    @Test
    void deniesWhoMayNotPublishToTheUser() {
        given().auth()
                .oauth2(TestIssuer.token("42"))
                .contentType(ContentType.JSON)
                .body("{\"user\":\"42\"}")
                .post("/connections/terminate")
                .then()
                .statusCode(403)
                .body("type", equalTo("urn:usher:problem:denied"))
                .body("user", equalTo("42"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"user\":null}",
                "{\"user\":42}",
                "{\"user\":\"\"}",
                "{\"user\":\"a/b\"}",
                "{\"user\":\"..\"}",
                "{\"user\":\".\"}",
                "{\"user\":\"auth0|1\"}",
            })
    void namesTheFieldThatIsWrong(String body) {
        terminate(body).statusCode(400).contentType("application/problem+json").body("field", equalTo("user"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "[]", "{\"users\":[\"42\"]}", "{\"user\":\"1\",\"user\":\"2\"}", "{\"user\":\"1\",\"x\":1}"})
    void refusesWhatIsNoRequest(String body) {
        terminate(body).statusCode(400).contentType("application/problem+json");
    }

    @ParameterizedTest
    @CsvSource({
        "status-400, 422, request-refused",
        "status-401, 502, upstream-misconfigured",
        "retry-7,    429, too-many-requests",
        "status-500, 502, upstream-failed",
        "hang,       504, upstream-timeout",
        "echo-400,   422, request-refused",
    })
    void tellsThatTheServerDidNotDoIt(String user, int status, String slug) {
        terminate("{\"user\":\"" + user + "\"}")
                .statusCode(status)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:usher:problem:" + slug))
                .body("detail", not(containsString("auth_")));
    }

    @Test
    void asksForAToken() {
        given().contentType(ContentType.JSON)
                .body("{\"user\":\"42\"}")
                .post("/connections/terminate")
                .then()
                .statusCode(401);
    }

    private static ValidatableResponse terminate(String body) {
        return given().auth()
                .oauth2(TestIssuer.token("backend", "publisher"))
                .contentType(ContentType.JSON)
                .body(body)
                .post("/connections/terminate")
                .then();
    }
}
