package dev.usher.redis;

import static dev.usher.testing.Eventually.await;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.testing.FaultyChannels;
import dev.usher.testing.RedisServer;
import dev.usher.testing.TestIssuer;
import dev.usher.testing.UsherProcess;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two pods and one Redis, each a process of its own. */
class TwoPodsIT {

    /** Nobody listens there; that connections cannot be ended must not matter. */
    private static final int NO_CHANNELS = 1;

    private static final String ALICE = TestIssuer.token("alice");
    private static final String BOB = TestIssuer.token("bob");

    @TempDir
    Path folder;

    private RedisServer redis;

    @BeforeEach
    void prepare() {
        redis = new RedisServer(folder);
    }

    @AfterEach
    void stop() throws InterruptedException {
        redis.close();
    }

    @Test
    void refusesAtEachPodWhatWasRevokedAtOne() throws Exception {
        redis.start();
        try (UsherProcess one = usher("1h");
                UsherProcess two = usher("1h")) {
            awaitReady(one);
            awaitReady(two);
            assertEquals(200, session(two, ALICE));

            // Within the hour in which no pod looks by itself.
            revoke(one, "alice").statusCode(200).body("revoked.user", equalTo("alice"));

            assertEquals(401, session(one, ALICE));
            await("the other pod refuses", () -> session(two, ALICE) == 401);
            assertEquals(200, session(two, BOB));
            try (UsherProcess three = usher("1h")) {
                awaitReady(three);
                assertEquals(401, session(three, ALICE));
            }
        }
    }

    @Test
    void losesNothingWhenRedisDoes() throws Exception {
        redis.start();
        try (UsherProcess one = usher("200ms");
                UsherProcess two = usher("200ms")) {
            awaitReady(one);
            awaitReady(two);
            revoke(one, "alice").statusCode(200);
            await("the other pod refuses", () -> session(two, ALICE) == 401);

            redis.stop();
            await("the loss is seen", () -> !isConnected(one) && !isConnected(two));
            health(one).statusCode(200);
            assertEquals(401, session(one, ALICE));
            assertEquals(200, session(two, BOB));
            revoke(one, "bob")
                    .statusCode(503)
                    .header("Retry-After", notNullValue())
                    .body("type", equalTo("urn:usher:problem:unavailable"));
            assertEquals(200, session(one, BOB));

            // Empty, as Redis is without a disk.
            redis.start();
            await("Redis is seen again", () -> isConnected(one) && isConnected(two));
            try (UsherProcess three = usher("200ms")) {
                await("a new pod has it from those that remember", () -> session(three, ALICE) == 401);
            }
            revoke(two, "bob").statusCode(200);
            await("a revocation reaches the other pod as before", () -> session(one, BOB) == 401);

            // As it does by itself where it is told to make room.
            redis.command("DEL usher:revocations");
            try (UsherProcess four = usher("200ms")) {
                await("a new pod has both", () -> session(four, ALICE) == 401 && session(four, BOB) == 401);
            }
        }
    }

    /** As a replica does that has become the first, without the last word of the one before. */
    @Test
    void isNotMisledByARedisThatCameToTheSameVersionByAnotherWay() throws Exception {
        redis.start();
        try (UsherProcess one = usher("1h")) {
            awaitReady(one);
            revoke(one, "alice").statusCode(200);
            redis.command("ZREM usher:revocations '[\"user\",\"alice\"]'");
            long until = Instant.now().plusSeconds(3600).toEpochMilli();
            redis.command("ZADD usher:revocations " + until + " '[\"user\",\"bob\"]'");
            redis.command("ZADD usher:revocations inf '[\"user\",\"nobody\"]'");
            assertEquals(200, session(one, BOB));

            redis.command("CLIENT KILL TYPE pubsub");
            await("the pod refuses what it could not hear of", () -> session(one, BOB) == 401);
            try (UsherProcess two = usher("1h")) {
                awaitReady(two);
                await("the other has it from the one that remembers", () -> session(two, ALICE) == 401);
            }
        }
    }

    @Test
    void believesNobodyBeforeTheRevocationsAreKnown() throws Exception {
        try (UsherProcess one = usher("200ms")) {
            health(one).statusCode(503);
            given().auth()
                    .oauth2(ALICE)
                    .get(one.url() + "/pusher/session")
                    .then()
                    .statusCode(503)
                    .header("Retry-After", notNullValue())
                    .body("type", equalTo("urn:usher:problem:unavailable"));

            redis.start();
            awaitReady(one);
            assertEquals(200, session(one, ALICE));
        }
    }

    @Test
    void saysInKubernetesThatWithoutRedisARevocationHoldsAtOnePod() throws Exception {
        Map<String, String> kubernetes = Map.of("kubernetes.service.host", "10.0.0.1");
        try (UsherProcess one = UsherProcess.start(NO_CHANNELS, kubernetes);
                UsherProcess two = UsherProcess.start(NO_CHANNELS, kubernetes)) {
            revoke(one, "alice").statusCode(200);
            assertEquals(401, session(one, ALICE));
            assertEquals(200, session(two, ALICE));
            assertTrue(one.log().stream().anyMatch(line -> line.contains("Set USHER_SHARED_STATE to redis")));
        }
    }

    @Test
    void endsConnectionsOnceWhenTheLastTokenHasEnded() throws Exception {
        redis.start();
        FaultyChannels channels = new FaultyChannels();
        int port = Integer.parseInt(Objects.requireNonNull(channels.start().get("pusher.port")));
        Map<String, String> config = Map.of("usher.connections.end-with-token", "true");
        try (UsherProcess one = usher(port, config);
                UsherProcess two = usher(port, config)) {
            awaitReady(one);
            awaitReady(two);
            signIn(two, "carol", 300);
            signIn(one, "carol", 1);
            signIn(one, "alice", 1);
            await("alice's connections are ended", () -> ended("alice") > 0);
            // Ends after both, so that its end shows that theirs have come and gone at both pods.
            signIn(two, "bob", 1);
            await("bob's connections are ended", () -> ended("bob") > 0);

            assertEquals(1, ended("alice"));
            assertEquals(0, ended("carol"));
        } finally {
            channels.stop();
        }
    }

    private UsherProcess usher(String interval) throws Exception {
        return usher(NO_CHANNELS, Map.of("usher.redis.interval", interval));
    }

    private UsherProcess usher(int channelsPort, Map<String, String> more) throws Exception {
        Map<String, String> config = new HashMap<>(more);
        config.put("usher.shared-state", "redis");
        config.put("quarkus.redis.hosts", redis.url());
        return UsherProcess.start(channelsPort, config);
    }

    private static void signIn(UsherProcess usher, String subject, int seconds) {
        given().auth()
                .oauth2(TestIssuer.sign(TestIssuer.claims(subject).expiresIn(seconds)))
                .formParam("socket_id", "1.1")
                .post(usher.url() + "/pusher/user-auth")
                .then()
                .statusCode(200);
    }

    private static long ended(String user) {
        List<String> targets = given().get(FaultyChannels.url("/calls")).path("calls.target");
        return targets.stream()
                .filter(target -> target.contains("/users/" + user + "/terminate_connections"))
                .count();
    }

    private static ValidatableResponse revoke(UsherProcess usher, String user) {
        return given().auth()
                .oauth2(TestIssuer.token("backend", "revoker"))
                .contentType(ContentType.JSON)
                .body(Map.of("user", user))
                .post(usher.url() + "/revocations")
                .then();
    }

    private static int session(UsherProcess usher, String token) {
        return given().auth().oauth2(token).get(usher.url() + "/pusher/session").statusCode();
    }

    private static ValidatableResponse health(UsherProcess usher) {
        return given().get(usher.management() + "/q/health/ready").then();
    }

    private static boolean isConnected(UsherProcess usher) {
        return health(usher).extract().path("checks.find { it.name == 'shared-state' }.data.connected");
    }

    private static void awaitReady(UsherProcess usher) {
        await("the pod is ready", () -> health(usher).extract().statusCode() == 200);
    }
}
