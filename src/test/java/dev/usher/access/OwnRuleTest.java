package dev.usher.access;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.channel.ChannelName;
import dev.usher.policy.Action;
import dev.usher.policy.Caller;
import dev.usher.policy.Decision;
import dev.usher.testing.Channels;
import dev.usher.testing.LogLines;
import dev.usher.testing.TestIssuer;
import dev.usher.testing.Threads;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A rule of an application's own, as a bean: where it runs, and what comes of its answers. */
@QuarkusTest
@TestProfile(OwnRuleTest.Settings.class)
@WithTestResource(Channels.class)
class OwnRuleTest {

    @RegisterExtension
    static final LogLines lines = new LogLines();

    private static final Logger VERIFIER = Logger.getLogger("dev.usher.identity.TokenVerifier");
    private static final Logger AUTHORIZER = Logger.getLogger("dev.usher.authorize.ChannelAuthorizer");

    private final Handler verifying = Threads.noting("verify", "Verified");
    private final Handler signing = Threads.noting("sign", "");

    @BeforeEach
    void watch() {
        Threads.forget();
        VERIFIER.setLevel(Level.FINE);
        VERIFIER.addHandler(verifying);
        AUTHORIZER.setLevel(Level.FINE);
        AUTHORIZER.addHandler(signing);
    }

    @AfterEach
    void leave() {
        VERIFIER.removeHandler(verifying);
        VERIFIER.setLevel(null);
        AUTHORIZER.removeHandler(signing);
        AUTHORIZER.setLevel(null);
    }

    public static final class Settings implements QuarkusTestProfile {
        @Override
        public Set<Class<?>> getEnabledAlternatives() {
            return Set.of(OnCall.class);
        }

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("usher.access.timeout", "500ms");
        }
    }

    @Test
    void runsOnTheEventLoopOfTheRequestAndIsGoneOnFromThere() {
        for (String channel : new String[] {"private-oncall.here", "private-oncall.worker"}) {
            Threads.forget();
            authorize(channel).statusCode(200);
            assertTrue(Threads.last("rule").startsWith("vert.x-eventloop-thread"), Threads.last("rule"));
            assertEquals(Threads.last("verify"), Threads.last("rule"));
            assertEquals(Threads.last("verify"), Threads.last("sign"));
        }
        assertTrue(Threads.last("block").startsWith("executor-thread"), Threads.last("block"));
    }

    @Test
    void isNotAskedAboutWhatThePolicyAllows() {
        authorize("private-user-42").statusCode(200);
        assertEquals("nobody", Threads.last("rule"));
    }

    @Test
    void isOnRecordUnderItsName() {
        String slow = authorize("private-oncall.slow").statusCode(503).extract().path("instance");
        assertTrue(lines.line(slow).contains("rule=\"oncall\" reason=timeout"), lines.toString());
        String broken =
                authorize("private-oncall.broken").statusCode(503).extract().path("instance");
        assertTrue(
                lines.line(broken).contains("rule=\"oncall\" reason=failed cause=\"IllegalStateException\""),
                lines.toString());
    }

    @Test
    void deniesLikeThePolicy() {
        authorize("private-elsewhere").statusCode(403).body("type", equalTo("urn:usher:problem:denied"));
    }

    @Test
    void turnsPublishersAwayBeforeTheyAreReadWhereItIsNotAboutPublishing() {
        given().auth()
                .oauth2(TestIssuer.token("42"))
                .contentType("application/json")
                .body("no JSON")
                .post("/events")
                .then()
                .statusCode(403);
    }

    @Test
    void tellsAPageOfTheOwnChannelThatItAllows() {
        given().auth()
                .oauth2(TestIssuer.token("oncall.here"))
                .get("/pusher/session")
                .then()
                .statusCode(200)
                .body("user.channel", equalTo("private-user-oncall.here"));
    }

    private static ValidatableResponse authorize(String channel) {
        return given().auth()
                .oauth2(TestIssuer.token("42"))
                .formParam("socket_id", "1.1")
                .formParam("channel_name", channel)
                .post("/pusher/auth")
                .then();
    }

    /** Allows as the name of the channel tells it to. */
    @Alternative
    @Singleton
    public static final class OnCall implements AccessRule {

        @Override
        public String name() {
            return "oncall";
        }

        @Override
        public boolean concerns(Caller caller, Action action) {
            return action == Action.SUBSCRIBE;
        }

        @Override
        public Uni<Decision> decide(Caller caller, Action action, ChannelName channel) {
            Threads.note("rule");
            return switch (channel.value().replaceFirst(".*oncall", "")) {
                case ".here" -> Uni.createFrom().item(new Decision.Allowed(name()));
                case ".worker" ->
                    Uni.createFrom().item(this::block).runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
                case ".slow" -> Uni.createFrom().nothing();
                case ".broken" -> throw new IllegalStateException("s3cr3t");
                default -> Uni.createFrom().item(new Decision.Denied(action, channel));
            };
        }

        private Decision block() {
            Threads.note("block");
            return new Decision.Allowed(name());
        }
    }
}
