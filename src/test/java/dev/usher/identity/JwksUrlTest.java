package dev.usher.identity;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.testing.JwksServer;
import dev.usher.testing.TestIssuer;
import dev.usher.testing.Threads;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import jakarta.enterprise.inject.spi.CDI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** With a JWKS URL, requests wait for the first keys without holding up an event loop, and for no others. */
@QuarkusTest
@WithTestResource(JwksServer.class)
@TestMethodOrder(OrderAnnotation.class)
class JwksUrlTest {

    /** More than Vert.x has event loops, which is two for each core. */
    private static final int CALLERS = 2 * Runtime.getRuntime().availableProcessors() + 2;

    private static final long PATIENCE_SECONDS = 50;

    private static final int FLOOD = 10_000;

    @TestHTTPResource(value = "/metrics", management = true)
    String metrics = "";

    private final Logger identity = Logger.getLogger("dev.usher.identity");
    private final Handler waiting = Threads.noting("wait", "A token of issuer");
    private final Handler verifying = Threads.noting("verify", "Verified");

    @BeforeEach
    void watch() {
        Threads.forget();
        identity.setLevel(Level.FINE);
        identity.addHandler(waiting);
        identity.addHandler(verifying);
    }

    @AfterEach
    void leave() {
        identity.removeHandler(waiting);
        identity.removeHandler(verifying);
        identity.setLevel(null);
    }

    @Test
    @Order(1)
    void keepsTheEventLoopsFreeWhileTheIssuerTakesItsTime() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(2 * CALLERS);
        try {
            assertReadiness("DOWN");
            List<Future<Integer>> waiters = IntStream.range(0, CALLERS)
                    .mapToObj(i -> callers.submit(() -> authorize(TestIssuer.token("42"))))
                    .toList();
            Threads.awaitNotes("wait", CALLERS, PATIENCE_SECONDS);
            assertEventLoop("wait");

            // Each on a connection of its own, so that every event loop has to answer some.
            List<Future<Integer>> others = IntStream.range(0, CALLERS)
                    .mapToObj(i -> callers.submit(() -> get("/nothing").statusCode()))
                    .toList();
            for (Future<Integer> other : others) {
                assertEquals(404, other.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
            }
            assertFalse(waiters.stream().anyMatch(Future::isDone));

            get(JwksServer.url("/open"));
            for (Future<Integer> waiter : waiters) {
                assertEquals(200, waiter.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
            }
            assertEventLoop("verify");
            assertReadiness("UP");
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    @Order(2)
    void asksTheIssuerAFewTimesForAFloodOfUnknownKeys() throws Exception {
        int before = fetches();
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        long began = System.nanoTime();
        try {
            List<Future<Integer>> flood = IntStream.range(0, FLOOD)
                    .mapToObj(i -> callers.submit(() -> authorize(bogus(i))))
                    .toList();
            for (Future<Integer> answer : flood) {
                assertEquals(401, answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
            }
        } finally {
            callers.shutdownNow();
        }
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);
        // One for each cool-down of a second, and one at either end.
        assertTrue(fetches() - before <= seconds + 2, fetches() - before + " fetches in " + seconds + " s");
    }

    @Test
    @Order(3)
    void goesOnWithItsKeysWhileTheIssuerIsBroken() {
        get(JwksServer.url("/break"));
        assertEquals(200, authorize(TestIssuer.token("42")));
        assertReadiness("UP");
        get(JwksServer.url("/open"));
    }

    /** Under a flood of unknown keys, and with tokens of both keys from the moment on at which the new one is known. */
    @Test
    @Order(4)
    void refusesNoGoodTokenWhileTheIssuerRotates() throws Exception {
        String remembered = TestIssuer.token("42");
        AtomicBoolean renewed = new AtomicBoolean();
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger bogus = new AtomicInteger();
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        try {
            List<Future<Map<Integer, Integer>>> good = IntStream.range(0, CALLERS / 2)
                    .mapToObj(i -> callers.submit(() -> answers(over, () -> remembered)))
                    .collect(Collectors.toCollection(ArrayList::new));
            IntStream.range(0, 2)
                    .mapToObj(i -> callers.submit(
                            () -> answers(over, () -> rsa(renewed.get() ? JwksServer.NEW_KEY : TestIssuer.RSA))))
                    .forEach(good::add);
            Future<Map<Integer, Integer>> flood =
                    callers.submit(() -> answers(over, () -> bogus(bogus.incrementAndGet())));
            // No other key is asked for by name: what brings the new one in is the flood itself.
            get(JwksServer.url("/add"));
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            while (authorize(rsa(JwksServer.NEW_KEY)) != 200) {
                assertTrue(System.nanoTime() < end, "the new key was never seen");
            }
            renewed.set(true);
            for (int i = 0; i < 50; i++) {
                assertEquals(200, authorize(rsa(JwksServer.NEW_KEY)));
                assertEquals(200, authorize(rsa(TestIssuer.RSA)));
            }
            over.set(true);
            for (Future<Map<Integer, Integer>> answers : good) {
                assertEquals(
                        Set.of(200),
                        answers.get(PATIENCE_SECONDS, TimeUnit.SECONDS).keySet());
            }
            assertEquals(
                    Set.of(401), flood.get(PATIENCE_SECONDS, TimeUnit.SECONDS).keySet());
        } finally {
            over.set(true);
            callers.shutdownNow();
            get(JwksServer.url("/open"));
        }
    }

    /** How often which status was answered, until it is over. */
    private static Map<Integer, Integer> answers(AtomicBoolean over, Supplier<String> token) {
        Map<Integer, Integer> answers = new HashMap<>();
        do {
            answers.merge(authorize(token.get()), 1, Integer::sum);
        } while (!over.get());
        return answers;
    }

    private static String rsa(String key) {
        return TestIssuer.sign(TestIssuer.claims("42"), SignatureAlgorithm.RS256, key);
    }

    /** The same token, which is remembered by then. */
    @Test
    @Order(5)
    void believesNoTokenLongerThanItsKey() throws Exception {
        String token = TestIssuer.token("42");
        assertEquals(200, authorize(token));
        get(JwksServer.url("/rotate"));
        String other = TestIssuer.sign(TestIssuer.claims("42"), SignatureAlgorithm.ES256, TestIssuer.EC);
        int before = fetches();
        while (fetches() == before) {
            assertEquals(401, authorize(bogus(0)));
        }
        while (authorize(token) == 200) {
            // The answer to the fetch that was just counted is on its way.
            Thread.onSpinWait();
        }
        assertEquals(200, authorize(other));
    }

    @Test
    @Order(6)
    void countsHowTheIssuerAnswers() {
        String exposed = get(metrics).then().statusCode(200).extract().asString();
        assertTrue(
                exposed.lines()
                        .anyMatch(line ->
                                line.startsWith("usher_keys_fetches_total{issuer=\"default\",outcome=\"answered\"} ")),
                exposed);
        assertTrue(exposed.contains("usher_tokens_total{outcome=\"unknown_key\"} "), exposed);
    }

    private static void assertEventLoop(String what) {
        assertTrue(Threads.last(what).startsWith("vert.x-eventloop-thread"), Threads.last(what));
    }

    private static void assertReadiness(String status) {
        HealthCheckResponse response = CDI.current()
                .select(IssuerKeysCheck.class, Readiness.Literal.INSTANCE)
                .get()
                .call();
        assertEquals("issuer-keys", response.getName());
        assertEquals(status, response.getStatus().name());
    }

    private static int fetches() {
        return Integer.parseInt(get(JwksServer.url("/fetches")).asString());
    }

    /** Nobody has to sign it: there is no key to verify it with. */
    private static String bogus(int i) {
        return encode("{\"alg\":\"RS256\",\"kid\":\"bogus-" + i + "\"}") + "."
                + encode("{\"iss\":\"" + TestIssuer.ISSUER + "\"}") + ".AAAA";
    }

    private static String encode(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static int authorize(String token) {
        return given().auth()
                .oauth2(token)
                .formParam("socket_id", "1.1")
                .formParam("channel_name", "private-user-42")
                .post("/pusher/auth")
                .statusCode();
    }
}
