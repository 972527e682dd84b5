package dev.usher.connections;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.usher.testing.FaultyChannels;
import dev.usher.testing.TestIssuer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Connections that end when the token has that they were signed in with. */
@QuarkusTest
@TestProfile(EndingWithTokenTest.Settings.class)
@WithTestResource(FaultyChannels.class)
class EndingWithTokenTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String user = "user-" + UUID.randomUUID();

    public static final class Settings implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("usher.connections.end-with-token", "true");
        }
    }

    @Test
    void endsTheConnectionsOfAUserWhoseTokenHasEnded() {
        signIn(user, 1);
        awaitEnded(user);
        assertEquals(1, ended(user));
    }

    @Test
    void leavesThemToWhoSignedInAgainWithALongerToken() {
        signIn(user, 300);
        signIn(user, 1);
        String other = user + "-other";
        // Ends no earlier, so that its end shows that the user's time has come and gone.
        signIn(other, 1);
        awaitEnded(other);
        assertEquals(0, ended(user));
    }

    private static void signIn(String subject, int seconds) {
        given().auth()
                .oauth2(TestIssuer.sign(TestIssuer.claims(subject).expiresIn(seconds)))
                .formParam("socket_id", "1.1")
                .post("/pusher/user-auth")
                .then()
                .statusCode(200);
    }

    private static void awaitEnded(String subject) {
        Instant end = Instant.now().plus(PATIENCE);
        while (ended(subject) == 0) {
            if (Instant.now().isAfter(end)) {
                fail("the connections of " + subject + " were never ended");
            }
        }
    }

    private static long ended(String subject) {
        List<String> targets = RestAssured.get(FaultyChannels.url("/calls")).path("calls.target");
        return targets.stream()
                .filter(target -> target.contains("/users/" + subject + "/terminate_connections"))
                .count();
    }
}
