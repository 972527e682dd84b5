package dev.usher.authorize;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.usher.testing.Channels;
import dev.usher.testing.TestIssuer;
import dev.usher.testing.Vectors;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Members from signed-in connections, no key for encrypted channels, users by another claim, another public host. */
@QuarkusTest
@TestProfile(OtherSettingsTest.Settings.class)
@WithTestResource(Channels.class)
class OtherSettingsTest {

    private static final String SOCKET = "212345.6789012";

    public static final class Settings implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "usher.user.membership", "signed-in",
                    "usher.user.id", "org.uid",
                    "pusher.encryption-master-key", "",
                    "usher.connect.host", "ws.example.com");
        }
    }

    @Test
    void leavesTheMemberToTheSignedInConnection() {
        String expected = Vectors.of("channel_authorization")
                .filter(vector -> vector.path("id").asText().equals("presence-signed-in"))
                .map(vector -> vector.path("expected_response").path("auth").asText())
                .findFirst()
                .orElseThrow();

        authorize(TestIssuer.claims("42"), "presence-room.7")
                .statusCode(200)
                .body("$", aMapWithSize(1))
                .body("auth", equalTo(expected));
    }

    @Test
    void saysWhatIsMissingForEncryptedChannels() {
        authorize(TestIssuer.claims("42"), "private-encrypted-ledger")
                .statusCode(403)
                .body("type", equalTo("urn:usher:problem:channel-kind-not-served"))
                .body("detail", containsString("PUSHER_ENCRYPTION_MASTER_KEY"));
    }

    @Test
    void knowsUsersByAnotherClaim() {
        signIn(TestIssuer.claims("42").claim("org", Map.of("uid", 7)))
                .statusCode(200)
                .body("user_data", equalTo("{\"id\":\"7\"}"));
    }

    @Test
    void signsNobodyInWhoseClaimHoldsNoIdOrTwo() {
        for (JwtClaimsBuilder claims : List.of(
                TestIssuer.claims("42"),
                TestIssuer.claims("42").claim("org", Map.of("uid", "")),
                TestIssuer.claims("42").claim("org", Map.of("uid", List.of("7", "8"))),
                TestIssuer.claims("42").claim("org", Map.of("uid", Map.of("x", 1))),
                TestIssuer.claims("42").claim("org", Map.of("uid", "x".repeat(152))))) {
            signIn(claims).statusCode(403).body("type", equalTo("urn:usher:problem:user-not-usable"));
        }
    }

    @Test
    void namesNoEncryptedChannelsWhereThereAreNone() {
        String token = TestIssuer.sign(TestIssuer.claims("42").claim("org", Map.of("uid", "42")));

        List<String> names = given().auth()
                .oauth2(token)
                .get("/pusher/session")
                .then()
                .statusCode(200)
                .body("user.channel", equalTo("private-user-42"))
                .extract()
                .path("channels.names");

        assertEquals(Set.of("private-user-42", "presence-room.7", "presence-cache-room.7"), Set.copyOf(names));
    }

    @Test
    void tellsPagesTheHostThatBrowsersKnow() {
        given().auth()
                .oauth2(TestIssuer.sign(TestIssuer.claims("42").claim("org", Map.of("uid", "7"))))
                .get("/pusher/session")
                .then()
                .statusCode(200)
                .body("user", equalTo(Map.of("id", "7")))
                .body(
                        "connect",
                        equalTo(Map.of("key", Vectors.KEY, "host", "ws.example.com", "port", 443, "tls", true)));
    }

    private static ValidatableResponse authorize(JwtClaimsBuilder claims, String channel) {
        return given().auth()
                .oauth2(TestIssuer.sign(claims))
                .formParam("socket_id", SOCKET)
                .formParam("channel_name", channel)
                .post("/pusher/auth")
                .then();
    }

    private static ValidatableResponse signIn(JwtClaimsBuilder claims) {
        return given().auth()
                .oauth2(TestIssuer.sign(claims))
                .formParam("socket_id", SOCKET)
                .post("/pusher/user-auth")
                .then();
    }
}
