package dev.usher.authorize;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.testing.Channels;
import dev.usher.testing.TestIssuer;
import dev.usher.testing.Threads;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With a local key, an authorization never leaves the event loop that its request came in on. */
@QuarkusTest
@WithTestResource(Channels.class)
class EventLoopTest {

    private final Logger authorizer = Logger.getLogger(ChannelAuthorizer.class.getName());
    private final Logger verifier = Logger.getLogger("dev.usher.identity.TokenVerifier");

    /** The line that the authorizer writes between the policy's answer and the signature. */
    private final Handler deciding = Threads.noting("decide", "");

    private final Handler verifying = Threads.noting("verify", "Verified");

    @BeforeEach
    void watch() {
        Threads.forget();
        authorizer.setLevel(Level.FINE);
        authorizer.addHandler(deciding);
        verifier.setLevel(Level.FINE);
        verifier.addHandler(verifying);
    }

    @AfterEach
    void leave() {
        authorizer.removeHandler(deciding);
        authorizer.setLevel(null);
        verifier.removeHandler(verifying);
        verifier.setLevel(null);
    }

    @Test
    void verifiesDecidesAndSignsOnTheEventLoop() {
        authorize("x=1");
        assertTrue(Threads.last("verify").startsWith("vert.x-eventloop-thread"), Threads.last("verify"));
        assertEquals(Threads.last("verify"), Threads.last("decide"));
    }

    @Test
    void staysThereWithTheLargestBodyItTakes() {
        authorize("x=" + "x".repeat(60_000));
        assertTrue(Threads.last("verify").startsWith("vert.x-eventloop-thread"), Threads.last("verify"));
        assertEquals(Threads.last("verify"), Threads.last("decide"));
    }

    @Test
    void staysThereForABatchOfEveryKind() {
        authorize("socket_id=1.1&channel_name[0]=presence-room.7&channel_name[1]=private-encrypted-ledger", "");
        assertTrue(Threads.last("verify").startsWith("vert.x-eventloop-thread"), Threads.last("verify"));
        assertEquals(Threads.last("verify"), Threads.last("decide"));
    }

    private static void authorize(String extra) {
        authorize("socket_id=1.1&channel_name=private-user-42&", extra);
    }

    private static void authorize(String fields, String extra) {
        given().auth()
                .oauth2(TestIssuer.token("42"))
                .contentType("application/x-www-form-urlencoded")
                .body(fields + extra)
                .post("/pusher/auth")
                .then()
                .statusCode(200);
    }
}
