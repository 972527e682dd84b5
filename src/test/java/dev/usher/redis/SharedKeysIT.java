package dev.usher.redis;

import static dev.usher.testing.Eventually.await;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.usher.testing.FaultyChannels;
import dev.usher.testing.RedisServer;
import dev.usher.testing.TestIssuer;
import dev.usher.testing.UsherProcess;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys that two pods share through one Redis, each a process of its own; and the calls that the Channels server sees. */
class SharedKeysIT {

    private static final String REPLAYED = "Idempotency-Replayed";

    private static final String KEYS_WITHOUT_END = "EVAL \"local n = 0 for _, key in ipairs(redis.call('KEYS',"
            + " 'usher:idempotency:*')) do if redis.call('PTTL', key) < 0 then n = n + 1 end end return n\" 0";

    @TempDir
    Path folder;

    private final FaultyChannels channels = new FaultyChannels();
    private RedisServer redis;
    private int channelsPort;

    @BeforeEach
    void start() throws Exception {
        redis = new RedisServer(folder);
        redis.start();
        channelsPort = Integer.parseInt(Objects.requireNonNull(channels.start().get("pusher.port")));
    }

    @AfterEach
    void stop() throws InterruptedException {
        channels.stop();
        redis.close();
    }

    @Test
    void answersAtEachPodWhatCameOfTheCallAtOne() throws Exception {
        try (UsherProcess one = usher("5s");
                UsherProcess two = usher("5s")) {
            Response first = publish(one, "a", "fine");
            first.then().statusCode(200).header(REPLAYED, nullValue());
            assertSame(first, publish(two, "a", "fine"));
            publish(two, "a", "other")
                    .then()
                    .statusCode(409)
                    .body("type", equalTo("urn:usher:problem:idempotency-key-reused"));
            assertEquals(1, calls());

            // Nothing is published of these, so each is sent.
            for (UsherProcess pod : List.of(one, two, one)) {
                publish(pod, "b", "retry-7").then().statusCode(429).header(REPLAYED, nullValue());
            }
            assertEquals(4, calls());

            Response refused = publish(two, "c", "status-503");
            refused.then().statusCode(503).header("Retry-After", notNullValue());
            assertSame(refused, publish(one, "c", "status-503"));
            assertEquals(5, calls());
        }
    }

    @Test
    void answersTwinsAtBothPodsTogether() throws Exception {
        try (UsherProcess one = usher("1s");
                UsherProcess two = usher("1s")) {
            List<CompletableFuture<Response>> twins = IntStream.range(0, 8)
                    .mapToObj(i -> publishing(i % 2 == 0 ? one : two, "a", "hang"))
                    .toList();
            List<Response> answers = twins.stream().map(CompletableFuture::join).toList();
            answers.get(0).then().statusCode(504);
            assertEquals(1, answers.stream().map(Response::asString).distinct().count());
            assertEquals(
                    1,
                    answers.stream()
                            .filter(answer -> answer.header(REPLAYED) == null)
                            .count());
            assertEquals(1, calls());
        }
    }

    @Test
    void doesNotPublishAgainWhatAPodHadBegunThatWasKilled() throws Exception {
        try (UsherProcess one = usher("8s");
                UsherProcess two = usher("8s")) {
            CompletableFuture<Response> unused = publishing(one, "a", "hang");
            await("the event is on its way", () -> calls() == 1);
            CompletableFuture<Response> twin = publishing(two, "a", "hang");
            one.kill();

            twin.join()
                    .then()
                    .statusCode(504)
                    .body("type", equalTo("urn:usher:problem:publishing-in-doubt"))
                    .body("detail", containsString("may have been published"));
            publish(two, "a", "hang")
                    .then()
                    .statusCode(504)
                    .body("type", equalTo("urn:usher:problem:publishing-in-doubt"));
            assertEquals(1, calls());
            publish(two, "b", "fine").then().statusCode(200);
            assertEquals(2, calls());
        }
    }

    /** Longer than a claim holds that is not renewed. */
    @Test
    void waitsForAPodThatTakesLong() throws Exception {
        try (UsherProcess one = usher("8s");
                UsherProcess two = usher("8s")) {
            CompletableFuture<Response> first = publishing(one, "a", "hang");
            await("the event is on its way", () -> calls() == 1);
            CompletableFuture<Response> twin = publishing(two, "a", "hang");
            assertSame(first.join(), twin.join());
            first.join().then().statusCode(504).body("type", equalTo("urn:usher:problem:upstream-timeout"));
            assertEquals(1, calls());
        }
    }

    @Test
    void bringsAClaimBackThatRedisHasLost() throws Exception {
        try (UsherProcess one = usher("8s");
                UsherProcess two = usher("8s")) {
            CompletableFuture<Response> first = publishing(one, "a", "hang");
            await("the event is on its way", () -> calls() == 1);
            redis.command("FLUSHALL");
            await("the claim is back", () -> keys().equals("*1"));
            assertFalse(first.isDone());
            assertSame(first.join(), publish(two, "a", "hang"));
            assertEquals(1, calls());
        }
    }

    @Test
    void publishesNothingUnderAKeyWithoutRedis() throws Exception {
        try (UsherProcess one = usher("5s")) {
            publish(one, "a", "fine").then().statusCode(200);
            redis.stop();

            publish(one, "b", "fine")
                    .then()
                    .statusCode(503)
                    .header("Retry-After", notNullValue())
                    .body("type", equalTo("urn:usher:problem:unavailable"))
                    .body("detail", containsString("nothing was published"));
            assertEquals(1, calls());
            backend().body(event("fine")).post(one.url() + "/events").then().statusCode(200);
            assertEquals(2, calls());

            redis.start();
            await("Redis is seen again", () -> publish(one, "b", "fine").statusCode() == 200);
            assertEquals(3, calls());
            publish(one, "b", "fine").then().statusCode(200).header(REPLAYED, "true");
            assertEquals(3, calls());
        }
    }

    @Test
    void keepsTheAnswerWhenRedisIsBackThatWentWhileItWasMade() throws Exception {
        try (UsherProcess one = usher("4s");
                UsherProcess two = usher("4s")) {
            CompletableFuture<Response> first = publishing(one, "a", "hang");
            await("the event is on its way", () -> calls() == 1);
            redis.stop();
            first.join().then().statusCode(504);
            // Empty: it has the answer from the pod, and from nowhere else.
            redis.start();
            // The pod that made it has it meanwhile.
            assertSame(first.join(), publish(one, "a", "hang"));
            await("the answer is kept", () -> keys().equals("*1"));
            assertSame(first.join(), publish(two, "a", "hang"));
            assertEquals(1, calls());
        }
    }

    @Test
    void leavesNothingInRedisForever() throws Exception {
        try (UsherProcess one = usher("5s")) {
            publish(one, "a", "fine").then().statusCode(200);
            publish(one, "b", "retry-7").then().statusCode(429);
            // The second has been given back.
            assertEquals("*1", keys());
            assertEquals(":0", redis.ask(KEYS_WITHOUT_END));
        }
    }

    private UsherProcess usher(String timeout) throws Exception {
        Map<String, String> config = new HashMap<>();
        config.put("usher.shared-state", "redis");
        config.put("quarkus.redis.hosts", redis.url());
        config.put("usher.redis.interval", "200ms");
        config.put("usher.publish.timeout", timeout);
        // So that there are as many calls as outcomes.
        config.put("usher.publish.retries", "0");
        UsherProcess usher = UsherProcess.start(channelsPort, config);
        await(
                "the pod is ready",
                () -> given().get(usher.management() + "/q/health/ready").statusCode() == 200);
        return usher;
    }

    private static Response publish(UsherProcess usher, String key, String name) {
        return backend().header("Idempotency-Key", key).body(event(name)).post(usher.url() + "/events");
    }

    /** On a thread of its own, so that twins are under way together. */
    private static CompletableFuture<Response> publishing(UsherProcess usher, String key, String name) {
        return CompletableFuture.supplyAsync(
                () -> publish(usher, key, name), task -> new Thread(task, "backend").start());
    }

    private String keys() {
        try {
            return redis.ask("KEYS usher:idempotency:*");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RequestSpecification backend() {
        return given().auth().oauth2(TestIssuer.token("backend", "publisher")).contentType(ContentType.JSON);
    }

    private static String event(String name) {
        return "{\"name\":\"" + name + "\",\"channel\":\"news\",\"data\":\"x\"}";
    }

    private static void assertSame(Response first, Response second) {
        assertEquals(first.statusCode(), second.statusCode());
        assertEquals(first.asString(), second.asString());
        assertEquals(first.header("Retry-After"), second.header("Retry-After"));
        assertEquals("true", second.header(REPLAYED));
    }

    private static int calls() {
        return given().get(FaultyChannels.url("/calls"))
                .<List<Object>>path("calls")
                .size();
    }
}
