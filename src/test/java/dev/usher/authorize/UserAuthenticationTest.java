package dev.usher.authorize;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.usher.testing.Channels;
import dev.usher.testing.TestIssuer;
import dev.usher.testing.Vectors;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(Channels.class)
class UserAuthenticationTest {

    private static final String SOCKET = "212345.6789012";

    @ParameterizedTest
    @MethodSource
    void signsInAsTheVectorsSay(JsonNode vector) throws Exception {
        JsonNode user =
                new JsonMapper().readTree(vector.path("input").path("user_data").asText());
        JwtClaimsBuilder claims = TestIssuer.claims(user.path("id").asText());
        if (user.has("user_info")) {
            claims.claim("name", user.path("user_info").path("name").asText());
            List<String> friends = new ArrayList<>();
            user.path("watchlist").forEach(friend -> friends.add(friend.asText()));
            claims.claim("friends", friends);
        }
        JsonNode expected = vector.path("expected_response");

        for (ValidatableResponse answer : List.of(form(claims, SOCKET), json(claims, SOCKET))) {
            answer.statusCode(200)
                    .contentType("application/json")
                    .body("$", aMapWithSize(2))
                    .body("auth", equalTo(expected.path("auth").asText()))
                    .body("user_data", equalTo(expected.path("user_data").asText()));
        }
    }

    static Stream<JsonNode> signsInAsTheVectorsSay() {
        return Vectors.of("user_authentication");
    }

    @Test
    void writesUsersInTheAlphabetOfChannels() {
        form(TestIssuer.claims("auth0|1").claim("friends", List.of("auth0|2", "a=b", 7)), SOCKET)
                .statusCode(200)
                .body("user_data", equalTo("{\"id\":\"auth0=7C1\",\"watchlist\":[\"auth0=7C2\",\"a=3Db\",\"7\"]}"));
    }

    @Test
    void takesNothingAboutTheUserFromTheRequest() {
        given().auth()
                .oauth2(TestIssuer.token("42"))
                .contentType("application/json")
                .body(Map.of(
                        "socket_id", SOCKET,
                        "user_data", "{\"id\":\"admin\"}",
                        "id", "admin",
                        "watchlist", List.of("43"),
                        "channel_name", "private-user-43"))
                .post("/pusher/user-auth")
                .then()
                .statusCode(200)
                .body("user_data", equalTo("{\"id\":\"42\"}"));
    }

    @Test
    void watchesAHundredUsersAtMost() throws Exception {
        List<String> friends = IntStream.range(0, 150).mapToObj(i -> "f" + i).toList();

        String data = form(TestIssuer.claims("42").claim("friends", friends), SOCKET)
                .statusCode(200)
                .extract()
                .path("user_data");

        JsonNode watchlist = new JsonMapper().readTree(data).path("watchlist");
        assertEquals(100, watchlist.size());
        assertEquals("f99", watchlist.get(99).asText());
    }

    @Test
    void holdsWhatIsToldOfTheUserToTheLimitOfPresenceChannels() {
        form(TestIssuer.claims("42").claim("name", "x".repeat(1024)), SOCKET)
                .statusCode(403)
                .body("type", equalTo("urn:usher:problem:user-not-usable"))
                .body("limit", equalTo(1024));
    }

    @ParameterizedTest
    @MethodSource
    void refusesWhatIsNoSocketId(JsonNode socket) {
        for (ValidatableResponse answer : List.of(
                form(TestIssuer.claims("42"), socket.asText()), json(TestIssuer.claims("42"), socket.asText()))) {
            answer.statusCode(400)
                    .contentType("application/problem+json")
                    .body("field", equalTo("socket_id"))
                    .body("detail", not(containsString("Exception")));
        }
    }

    static Stream<JsonNode> refusesWhatIsNoSocketId() {
        return Stream.concat(
                Vectors.mustReject("socket_id"),
                Vectors.collisions()
                        .map(collision -> collision.path("socket_id"))
                        .filter(socket -> !socket.asText().equals(SOCKET)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "socket_id=1.1&socket_id=1.1", "socket_id[0]=1.1", "socketid=1.1", "socket_id=%zz"})
    void refusesBrokenForms(String body) {
        given().auth()
                .oauth2(TestIssuer.token("42"))
                .contentType("application/x-www-form-urlencoded")
                .body(body)
                .post("/pusher/user-auth")
                .then()
                .statusCode(400)
                .body("type", equalTo("urn:usher:problem:malformed-request"));
    }

    @Test
    void asksForAToken() {
        given().formParam("socket_id", SOCKET)
                .post("/pusher/user-auth")
                .then()
                .statusCode(401)
                .body("type", equalTo("urn:usher:problem:token-missing"));
    }

    private static ValidatableResponse form(JwtClaimsBuilder claims, String socket) {
        return given().auth()
                .oauth2(TestIssuer.sign(claims))
                .formParam("socket_id", socket)
                .post("/pusher/user-auth")
                .then();
    }

    private static ValidatableResponse json(JwtClaimsBuilder claims, String socket) {
        return given().auth()
                .oauth2(TestIssuer.sign(claims))
                .contentType("application/json")
                .body(new JsonMapper()
                        .createObjectNode()
                        .put("socket_id", socket)
                        .toString())
                .post("/pusher/user-auth")
                .then();
    }
}
