package dev.usher.authorize;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.pusher.rest.crypto.CryptoUtil;
import dev.usher.channel.ChannelName;
import dev.usher.channel.SocketId;
import dev.usher.signing.Secret;
import dev.usher.signing.Signer;
import dev.usher.testing.Channels;
import dev.usher.testing.TestIssuer;
import dev.usher.testing.Vectors;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Presence and encrypted channels, of which the authorization is more than a signature. */
@QuarkusTest
@WithTestResource(Channels.class)
class ChannelKindsTest {

    private static final String SOCKET = "212345.6789012";
    private static final String ROOM = "presence-room.7";

    @ParameterizedTest
    @MethodSource
    void authorizesMembersAsTheVectorsSay(JsonNode vector) throws Exception {
        JsonNode input = vector.path("input");
        JsonNode member = new JsonMapper().readTree(input.path("channel_data").asText());
        JwtClaimsBuilder claims = TestIssuer.claims(member.path("user_id").asText());
        for (Map.Entry<String, JsonNode> info : member.path("user_info").properties()) {
            claims.claim(
                    info.getKey(),
                    info.getValue().isTextual()
                            ? info.getValue().textValue()
                            : info.getValue().numberValue());
        }

        authorize(claims, input.path("channel_name").asText())
                .statusCode(200)
                .body("$", aMapWithSize(2))
                .body("channel_data", equalTo(input.path("channel_data").asText()))
                .body(
                        "auth",
                        equalTo(vector.path("expected_response").path("auth").asText()));
    }

    /** All but the one that escapes what is not ASCII, which is another way to write the same member. */
    static Stream<JsonNode> authorizesMembersAsTheVectorsSay() {
        return Vectors.of("channel_authorization")
                .filter(vector -> vector.path("input").has("channel_data"))
                .filter(vector -> !vector.path("id").asText().equals("presence-ascii-escaped"));
    }

    @ParameterizedTest
    @MethodSource
    void givesEncryptedChannelsTheirKeyAsTheVectorsSay(JsonNode vector) {
        JsonNode expected = vector.path("expected_response");

        authorize(
                        TestIssuer.claims("42"),
                        vector.path("input").path("channel_name").asText())
                .statusCode(200)
                .body("$", aMapWithSize(2))
                .body("auth", equalTo(expected.path("auth").asText()))
                .body("shared_secret", equalTo(expected.path("shared_secret").asText()));
    }

    static Stream<JsonNode> givesEncryptedChannelsTheirKeyAsTheVectorsSay() {
        return Vectors.of("channel_authorization")
                .filter(vector -> vector.path("expected_response").has("shared_secret"));
    }

    @Test
    void givesTheKeyThatPushersLibraryMakesWithItsPadding() {
        String secret = authorize(TestIssuer.claims("42"), "private-encrypted-user-42")
                .statusCode(200)
                .extract()
                .path("shared_secret");

        String theirs =
                new CryptoUtil(Vectors.MASTER_KEY).generateBase64EncodedSharedSecret("private-encrypted-user-42");
        assertEquals(theirs.replace("=", "") + "=", secret);
    }

    @Test
    void tellsOthersWhatTheConfigurationNamesAndNothingElse() {
        JwtClaimsBuilder claims = TestIssuer.claims("auth0|1")
                .claim("name", "Zoë")
                .claim("email", "zoe@example.com")
                .claim("n", 1.50)
                .claim("city", Map.of("of", List.of("birth", 1, true)))
                .claim("profile", Map.of("photo", "p.png", "salary", 1));

        String data = authorize(claims, ROOM).statusCode(200).extract().path("channel_data");

        assertEquals(
                "{\"user_id\":\"auth0=7C1\",\"user_info\":{\"name\":\"Zoë\",\"city\":{\"of\":[\"birth\",1,true]},"
                        + "\"n\":1.5,\"photo\":\"p.png\"}}",
                data);
    }

    @Test
    void takesNothingAboutTheMemberFromTheRequest() {
        String body = "socket_id=" + SOCKET + "&channel_name=" + ROOM
                + "&channel_data=%7B%22user_id%22%3A%22admin%22%7D&user_id=admin&user_info=x";

        String data = given().auth()
                .oauth2(TestIssuer.token("42"))
                .contentType("application/x-www-form-urlencoded")
                .body(body)
                .post("/pusher/auth")
                .then()
                .statusCode(200)
                .extract()
                .path("channel_data");

        assertEquals("{\"user_id\":\"42\"}", data);
    }

    /** As the Channels server sees it: the bytes of the answer, decoded once and handed on. */
    @ParameterizedTest
    @ValueSource(strings = {"Zoë 🚀", "\"quoted\" \\ back", "</script>", "line\nbreak\u2028", "\u0000\u007f", "ﬀ"})
    void answersWithWhatItSignedToTheLastByte(String name) throws Exception {
        byte[] answer = authorize(TestIssuer.claims("42").claim("name", name), ROOM)
                .statusCode(200)
                .extract()
                .asByteArray();

        JsonNode json = new JsonMapper().readTree(answer);
        String data = json.path("channel_data").asText();
        Signer signer = new Signer(Vectors.KEY, new Secret(Vectors.SECRET));
        assertEquals(
                signer.authorizeMember(new SocketId(SOCKET), new ChannelName(ROOM), data),
                json.path("auth").asText());
        assertEquals(
                name,
                new JsonMapper().readTree(data).path("user_info").path("name").asText());
    }

    @Test
    void takesMembersUpToPushersLimitAndNoneLarger() {
        int rest = 1024 - "{\"user_id\":\"42\",\"user_info\":{\"name\":\"\"}}".length();

        authorize(TestIssuer.claims("42").claim("name", "x".repeat(rest)), ROOM).statusCode(200);
        authorize(TestIssuer.claims("42").claim("name", "x".repeat(rest + 1)), ROOM)
                .statusCode(403)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:usher:problem:user-not-usable"))
                .body("size", equalTo(1025))
                .body("limit", equalTo(1024));
        authorize(TestIssuer.claims("42").claim("name", "é".repeat(rest / 2 + 1)), ROOM)
                .statusCode(403)
                .body("size", equalTo(1024 - rest + 2 * (rest / 2 + 1)));
    }

    @Test
    void takesIdsUpToPushersLimitAndNoneLonger() {
        authorize(TestIssuer.claims("x".repeat(128)), ROOM).statusCode(200);
        authorize(TestIssuer.claims("x".repeat(129)), ROOM)
                .statusCode(403)
                .body("size", equalTo(129))
                .body("limit", equalTo(128));
        authorize(TestIssuer.claims("x".repeat(500)), ROOM).statusCode(403).body("type", containsString("user-not-"));
        authorize(TestIssuer.claims("|".repeat(60)), ROOM).statusCode(403);
    }

    @Test
    void refusesToTellOthersHalfOfACharacter() {
        String half = "\\ud83d";
        String token = TestIssuer.signPayload(
                "{\"iss\":\"%s\",\"aud\":\"%s\",\"exp\":4102444800,\"sub\":\"42\",\"name\":\"%s\"}"
                        .formatted(TestIssuer.ISSUER, TestIssuer.AUDIENCE, half));
        authorize(token, ROOM).statusCode(403).body("type", equalTo("urn:usher:problem:user-not-usable"));
    }

    private static ValidatableResponse authorize(JwtClaimsBuilder claims, String channel) {
        return authorize(TestIssuer.sign(claims), channel);
    }

    private static ValidatableResponse authorize(String token, String channel) {
        return given().auth()
                .oauth2(token)
                .formParam("socket_id", SOCKET)
                .formParam("channel_name", channel)
                .post("/pusher/auth")
                .then();
    }
}
