package dev.usher.authorize;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.oneOf;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.pusher.rest.Pusher;
import dev.usher.testing.Channels;
import dev.usher.testing.TestIssuer;
import dev.usher.testing.Vectors;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(Channels.class)
class ChannelAuthorizationTest {

    private static final String SOCKET = "212345.6789012";

    @Test
    void authorizesAUsersOwnChannel() {
        String auth = form(token("42"), SOCKET, "private-user-42")
                .statusCode(200)
                .contentType("application/json")
                .extract()
                .path("auth");
        Map<?, ?> official = official("private-user-42");
        assertEquals(official.get("auth"), auth);
    }

    @Test
    void answersWithTheAuthorizationAndNothingElse() {
        String body = form(token("42"), SOCKET, "private-user-42").extract().asString();
        assertEquals("{\"auth\":\"" + official("private-user-42").get("auth") + "\"}", body);
    }

    @ParameterizedTest
    @MethodSource("privateVectors")
    void signsAsTheProtocolsVectorsSay(JsonNode vector) {
        JsonNode input = vector.path("input");
        String expected = vector.path("expected_response").path("auth").textValue();
        String socket = input.path("socket_id").textValue();
        String channel = input.path("channel_name").textValue();
        form(clerk(), socket, channel).statusCode(200).body("auth", equalTo(expected));
        json(clerk(), socket, channel).statusCode(200).body("auth", equalTo(expected));
    }

    @Test
    void deniesAnotherUsersChannel() {
        form(token("42"), SOCKET, "private-user-43")
                .statusCode(403)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:usher:problem:denied"))
                .body("title", not(equalTo("")))
                .body("status", equalTo(403))
                .body("detail", containsString("No rule"))
                .body("channel_name", equalTo("private-user-43"))
                .body("instance", startsWith("urn:uuid:"));
    }

    @ParameterizedTest
    @CsvSource({
        "1, private-user-1-2",
        "1, private-user-1-2-inbox",
        "1-2, private-user-1",
        "1, private-user-12",
        "12, private-user-1",
        "auth0|1, private-user-auth0",
        "a=b, private-user-a=b",
        "*, private-user-x",
        "{sub}, private-user-{sub}x",
        "ｕser, private-user-user",
        "42, private-users-42",
        "42, Private-user-42",
        "42, private-cache-user-42",
        "42, private-user-",
        "42, private-orders_42",
    })
    void deniesWhatBelongsToOthersOrToNobody(String user, String channel) {
        form(token(user), SOCKET, channel).statusCode(oneOf(400, 403)).body("auth", nullValue());
    }

    @ParameterizedTest
    @CsvSource({
        "42, private-user-42",
        "550e8400-e29b-41d4-a716-446655440000, private-user-550e8400-e29b-41d4-a716-446655440000",
        "auth0|1, private-user-auth0=7C1",
        "a=b, private-user-a=3Db",
        "someone@example.com, private-user-someone@example.com",
        "Zoë, private-user-Zo=C3=AB",
        "a b, private-user-a=20b",
    })
    void writesAnyUserIdInTheAlphabetOfChannels(String user, String channel) {
        form(token(user), SOCKET, channel).statusCode(200);
    }

    @Test
    void asksConfiguredRulesForWhatTheTokenSays() {
        String member = TestIssuer.sign(
                TestIssuer.claims("42").claim("teams", List.of("red", "blue")).claim("org", Map.of("id", "acme")));
        form(member, SOCKET, "private-team-red").statusCode(200);
        form(member, SOCKET, "private-team-blue").statusCode(200);
        form(member, SOCKET, "private-team-green").statusCode(403);
        form(member, SOCKET, "private-tenant-acme=.news").statusCode(200);
        form(member, SOCKET, "private-tenant-acme-eu=.news").statusCode(403);
        form(member, SOCKET, "private-orders_42").statusCode(403);
        form(clerk(), SOCKET, "private-orders_42").statusCode(200);
        form(clerk(), SOCKET, "private-cache-orders_42").statusCode(200);
    }

    @Test
    void takesAnEncryptedOrPresenceChannelForNoOtherKind() {
        String member = TestIssuer.sign(TestIssuer.claims("42").claim("teams", List.of("red")));
        form(member, SOCKET, "presence-team-red").statusCode(200);
        form(member, SOCKET, "presence-cache-team-red").statusCode(403);
        form(token("42"), SOCKET, "private-encrypted-user-42").statusCode(200);
        form(token("42"), SOCKET, "private-encrypted-user-43")
                .statusCode(403)
                .body("type", equalTo("urn:usher:problem:denied"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"news", "cache-news", "private", "Private-x"})
    void refusesPublicChannels(String channel) {
        form(token("42"), SOCKET, channel).statusCode(400).body("field", equalTo("channel_name"));
    }

    @ParameterizedTest
    @MethodSource("collisions")
    void neverSignsWhatWouldBeASignatureOfAnotherKind(JsonNode collision) {
        String socket = collision.path("socket_id").textValue();
        String channel = collision.path("channel_name").textValue();
        String never = collision.path("signature_that_must_never_be_issued").textValue();
        for (ValidatableResponse answer : List.of(form(clerk(), socket, channel), json(clerk(), socket, channel))) {
            assertMalformed(answer);
            assertFalse(answer.extract().asString().contains(never));
        }
    }

    @ParameterizedTest
    @MethodSource("badSocketIds")
    void refusesWhatIsNoSocketId(JsonNode socket) {
        assertMalformed("socket_id", form(token("42"), socket.asText(), "private-user-42"));
        assertMalformed("socket_id", json(token("42"), socket.asText(), "private-user-42"));
    }

    @ParameterizedTest
    @MethodSource("badChannelNames")
    void refusesWhatIsNoChannelName(JsonNode channel) {
        assertMalformed("channel_name", form(clerk(), SOCKET, channel.asText()));
        assertMalformed("channel_name", json(clerk(), SOCKET, channel.asText()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "",
                "null",
                "[]",
                "\"text\"",
                "{}",
                "{\"socket_id\":\"1.1\"}",
                "{\"channel_name\":\"private-user-42\"}",
                "{\"socket_id\":1.1,\"channel_name\":\"private-user-42\"}",
                "{\"socket_id\":[\"1.1\"],\"channel_name\":\"private-user-42\"}",
                "{\"socket_id\":\"1.1\",\"channel_name\":{\"0\":\"private-user-42\"}}",
                "{\"socket_id\":\"1.1\",\"channel_name\":42}",
                "{\"socket_id\":\"1.1\",\"channel_name\":null}",
                "{\"socket_id\":\"1.1\",\"channel_name\":\"private-user-42\",\"channel_name\":\"private-user-42\"}",
                "{\"socket_id\":\"1.1\",\"channel_name\":\"private-user-42\"} {}",
                "{\"socket_id\":\"1.1\",\"channel_name\":\"\\ud800\"}",
                "\u0000",
            })
    void refusesBrokenJson(String body) {
        assertMalformed(
                request(token("42")).contentType(ContentType.JSON).body(body).post("/pusher/auth"));
    }

    @Test
    void readsJsonInUtf8Only() {
        String body = "{\"socket_id\":\"1.1\",\"channel_name\":\"private-user-42\"}";
        byte[] overlong = body.replace("42", "4\u00c1").getBytes(StandardCharsets.ISO_8859_1);
        for (byte[] bytes :
                List.of(body.getBytes(StandardCharsets.UTF_16BE), body.getBytes(StandardCharsets.UTF_16LE), overlong)) {
            assertMalformed(request(token("42"))
                    .contentType(ContentType.JSON)
                    .body(bytes)
                    .post("/pusher/auth"));
        }
    }

    @Test
    void refusesJsonThatIsMeantToHurt() {
        for (String value : List.of("[".repeat(5000) + "]".repeat(5000), "1".repeat(5000), "1e99999999999999")) {
            assertMalformed(request(token("42"))
                    .contentType(ContentType.JSON)
                    .body("{\"x\":" + value + ",\"socket_id\":\"1.1\",\"channel_name\":\"private-user-42\"}")
                    .post("/pusher/auth"));
        }
    }

    @Test
    void refusesFormsWithMoreFieldsThanItLooksAt() {
        assertMalformed(raw(
                "application/x-www-form-urlencoded",
                "socket_id=1.1&channel_name=private-user-42&" + "x=1&".repeat(300) + "channel_name=private-user-43"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "&",
                "socket_id=1.1",
                "channel_name=private-user-42",
                "socket_id=1.1&socket_id=1.1&channel_name=private-user-42",
                "socket_id=1.1&channel_name=private-user-42&channel_name=private-user-43",
                "socket_id=1.1&channel_name=private-user-4%",
                "socket_id=1.1&channel_name=private-user-4%zz",
                "socket_id=1.1&channel_name=private-user-%C3",
                "socket_id[]=1.1&channel_name=private-user-42",
            })
    void refusesBrokenForms(String body) {
        assertMalformed(raw("application/x-www-form-urlencoded", body));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/x-www-form-urlencoded | &socket_id=1.1&channel_name=private-user-42",
                "application/x-www-form-urlencoded; charset=UTF-8 | channel_name=private-user-42&socket_id=1.1&x=1&x=2",
                "application/x-www-form-urlencoded, application/json | socket_id=1.1&channel_name=private%2Duser%2D42",
                "APPLICATION/JSON;charset=utf-8 | {\"socket_id\":\"1.1\",\"channel_name\":\"private-user-42\",\"x\":{}}",
            })
    void takesWhatClientsReallySend(String contentType, String body) {
        assertEquals(200, raw(contentType, body).statusCode());
    }

    @Test
    void answersInJsonToWhoeverDoesNotAskForIt() {
        for (String accept : List.of("text/html, image/gif, image/jpeg, */*; q=0.2", "text/html", "*/*")) {
            request(token("42"))
                    .accept(accept)
                    .formParam("socket_id", SOCKET)
                    .formParam("channel_name", "private-user-42")
                    .post("/pusher/auth")
                    .then()
                    .statusCode(200)
                    .contentType("application/json");
        }
    }

    @Test
    void refusesOtherMediaTypes() {
        for (String contentType :
                List.of("text/plain", "multipart/form-data; boundary=x", "application/xml", "application/json5")) {
            raw(contentType, "socket_id=1.1&channel_name=private-user-42")
                    .then()
                    .statusCode(415)
                    .contentType("application/problem+json");
        }
    }

    @Test
    void refusesBodiesOverTheLimit() {
        String large = "socket_id=1.1&channel_name=private-user-42&x=" + "x".repeat(70_000);
        raw("application/x-www-form-urlencoded", large)
                .then()
                .statusCode(413)
                .contentType("application/problem+json")
                .body("limit", equalTo(65536))
                .body("size", equalTo(large.length()));
    }

    static Stream<JsonNode> privateVectors() {
        return Vectors.of("channel_authorization")
                .filter(vector -> vector.path("id").asText().startsWith("private-"));
    }

    static Stream<JsonNode> collisions() {
        return Vectors.collisions();
    }

    static Stream<JsonNode> badSocketIds() {
        return Vectors.mustReject("socket_id");
    }

    static Stream<JsonNode> badChannelNames() {
        return Vectors.mustReject("channel_name");
    }

    private static void assertMalformed(ValidatableResponse answer) {
        answer.statusCode(400)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:usher:problem:malformed-request"))
                .body("detail", allOf(not(equalTo("")), not(containsString("Exception"))));
    }

    private static void assertMalformed(String field, ValidatableResponse answer) {
        assertMalformed(answer);
        answer.body("field", equalTo(field));
    }

    private static void assertMalformed(Response answer) {
        assertMalformed(answer.then());
    }

    /** What Pusher's own library answers. */
    private static Map<?, ?> official(String channel) {
        try (Pusher pusher = new Pusher(Vectors.APP_ID, Vectors.KEY, Vectors.SECRET)) {
            return new JsonMapper().readValue(pusher.authenticate(SOCKET, channel), Map.class);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static ValidatableResponse form(String token, String socket, String channel) {
        return request(token)
                .formParam("socket_id", socket)
                .formParam("channel_name", channel)
                .post("/pusher/auth")
                .then();
    }

    private static ValidatableResponse json(String token, String socket, String channel) {
        ObjectNode body =
                new JsonMapper().createObjectNode().put("socket_id", socket).put("channel_name", channel);
        return request(token)
                .contentType(ContentType.JSON)
                .body(body.toString())
                .post("/pusher/auth")
                .then();
    }

    private static Response raw(String contentType, String body) {
        return request(token("42"))
                .config(io.restassured.RestAssured.config()
                        .encoderConfig(io.restassured.config.EncoderConfig.encoderConfig()
                                .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                                .encodeContentTypeAs(contentType.split(";")[0], ContentType.TEXT)))
                .contentType(contentType)
                .body(body)
                .post("/pusher/auth");
    }

    private static RequestSpecification request(String token) {
        return given().auth().oauth2(token);
    }

    private static String token(String user) {
        return TestIssuer.token(user);
    }

    private static String clerk() {
        return TestIssuer.token("clerk", "clerk");
    }
}
