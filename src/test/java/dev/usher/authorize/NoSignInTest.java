package dev.usher.authorize;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import dev.usher.testing.Channels;
import dev.usher.testing.TestIssuer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Before a server without sign-in. */
@QuarkusTest
@TestProfile(NoSignInTest.Reverb.class)
@WithTestResource(Channels.class)
class NoSignInTest {

    public static final class Reverb implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("usher.server", "reverb");
        }
    }

    @Test
    void signsNobodyIn() {
        given().auth()
                .oauth2(TestIssuer.token("42"))
                .formParam("socket_id", "1.1")
                .post("/pusher/user-auth")
                .then()
                .statusCode(403)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:usher:problem:sign-in-not-served"));
    }
}
