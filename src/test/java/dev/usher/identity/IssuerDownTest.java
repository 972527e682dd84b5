package dev.usher.identity;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import dev.usher.testing.TestIssuer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** While the issuer's keys cannot be had, nobody is told that their token is bad. */
@QuarkusTest
@TestProfile(IssuerDownTest.Down.class)
class IssuerDownTest {

    @Test
    void asksToComeBack() {
        given().auth()
                .oauth2(TestIssuer.token("42"))
                .formParam("socket_id", "1.1")
                .formParam("channel_name", "private-user-42")
                .post("/pusher/auth")
                .then()
                .statusCode(503)
                .contentType("application/problem+json")
                .header("Retry-After", "1")
                .body("type", equalTo("urn:usher:problem:unavailable"));
    }

    /** Port 1 of this machine, where nobody listens. */
    public static final class Down implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "mp.jwt.verify.publickey.location", "http://127.0.0.1:1/jwks",
                    "mp.jwt.verify.issuer", TestIssuer.ISSUER,
                    "mp.jwt.verify.audiences", TestIssuer.AUDIENCE);
        }
    }
}
