package dev.usher.webhook;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.testing.Channels;
import dev.usher.testing.Threads;
import dev.usher.testing.Vectors;
import dev.usher.webhook.WebhookEvent.CacheMiss;
import dev.usher.webhook.WebhookEvent.ChannelOccupied;
import dev.usher.webhook.WebhookEvent.MemberAdded;
import dev.usher.webhook.WebhookEvent.Unknown;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What observers of webhooks within Usher's process get, on which thread, and what happens when one fails. */
@QuarkusTest
@WithTestResource(Channels.class)
class WebhookObserversTest {

    private static final long PATIENCE_SECONDS = 20;

    private static final Queue<Object> SEEN = new ConcurrentLinkedQueue<>();
    private static final AtomicInteger FAILURES = new AtomicInteger();
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private static volatile CountDownLatch gate = new CountDownLatch(0);

    @BeforeEach
    void forget() {
        SEEN.clear();
        Threads.forget();
        FAILURES.set(0);
        gate = new CountDownLatch(0);
    }

    @Test
    void getTheKindsThatTheyObserve() {
        post(webhook("""
                {"name":"member_added","channel":"presence-a","user_id":"42"},
                {"name":"channel_occupied","channel":"presence-a"}""")).statusCode(200);
        assertEquals(List.of("member 42", "ChannelOccupied", "a webhook of 2"), List.copyOf(SEEN));
    }

    @Test
    void runOnWorkerThreads() {
        post(webhook("{\"name\":\"cache_miss\",\"channel\":\"cache-a\"}")).statusCode(200);
        assertTrue(Threads.last("observe").startsWith("executor-thread"), Threads.last("observe"));
    }

    @Test
    void getTheEventsOfAWebhookInOrder() {
        StringBuilder events = new StringBuilder("{\"name\":\"0\"}");
        for (int i = 1; i < 200; i++) {
            events.append(",{\"name\":\"").append(i).append("\"}");
        }
        post(webhook(events.toString())).statusCode(200);
        for (int i = 0; i < 200; i++) {
            assertEquals("Unknown " + i, SEEN.poll());
        }
    }

    @Test
    void keepTheWebhookFromBeingAcknowledgedWhenOneFails() {
        FAILURES.set(1);
        String body = webhook("{\"name\":\"fail\"},{\"name\":\"channel_occupied\",\"channel\":\"a\"}");
        post(body)
                .statusCode(503)
                .contentType("application/problem+json")
                .header("Retry-After", "1")
                .body("type", equalTo("urn:usher:problem:unavailable"))
                .body("detail", equalTo("An observer of the webhook failed; Usher's log tells why."));
        assertEquals(List.of(), List.copyOf(SEEN));
        post(body).statusCode(200);
        List<Object> once = List.of("Unknown fail", "ChannelOccupied", "a webhook of 2");
        assertEquals(once, List.copyOf(SEEN));
        post(body).statusCode(200);
        assertEquals(once, List.copyOf(SEEN));
    }

    @Test
    void mayBlockWithoutHoldingUpUsher() throws Exception {
        gate = new CountDownLatch(1);
        ExecutorService callers = Executors.newFixedThreadPool(16);
        try {
            List<Future<Integer>> waiting = IntStream.range(0, 16)
                    .mapToObj(i -> webhook("{\"name\":\"wait\"}"))
                    .map(body -> callers.submit(() -> post(body).extract().statusCode()))
                    .toList();
            Threads.awaitNotes("wait", 16, PATIENCE_SECONDS);
            // There are fewer event loops than that, and all of them are free.
            for (int i = 0; i < 16; i++) {
                given().get("/nothing").then().statusCode(404);
            }
            assertFalse(waiting.stream().anyMatch(Future::isDone));
            gate.countDown();
            for (Future<Integer> status : waiting) {
                assertEquals(200, status.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
            }
        } finally {
            gate.countDown();
            callers.shutdownNow();
        }
    }

    @Test
    void areAskedFromTheEventLoop() {
        Logger resource = Logger.getLogger(WebhookResource.class.getName());
        Handler noting = new NotingHandler();
        resource.setLevel(Level.FINE);
        resource.addHandler(noting);
        try {
            post(webhook("{\"name\":\"x\",\"more\":\"" + "x".repeat(500_000) + "\"}"))
                    .statusCode(200);
        } finally {
            resource.removeHandler(noting);
            resource.setLevel(null);
        }
        assertTrue(Threads.last("open").startsWith("vert.x-eventloop-thread"), Threads.last("open"));
    }

    /** No two are the same, so that none is taken for a repetition. */
    private static String webhook(String events) {
        return "{\"time_ms\":%d,\"number\":%d,\"events\":[%s]}"
                .formatted(System.currentTimeMillis(), NUMBER.incrementAndGet(), events);
    }

    private static ValidatableResponse post(String body) {
        return given().header("Content-Type", "application/json")
                .header("X-Pusher-Key", Vectors.KEY)
                .header("X-Pusher-Signature", Signed.signature(body))
                .body(body.getBytes(StandardCharsets.UTF_8))
                .post("/pusher/webhook")
                .then();
    }

    @Singleton
    static class Observer {

        void member(@ObservesAsync MemberAdded member) {
            SEEN.add("member " + member.userId());
        }

        void occupied(@ObservesAsync ChannelOccupied occupied) {
            SEEN.add("ChannelOccupied");
        }

        void cacheMiss(@ObservesAsync CacheMiss miss) {
            Threads.note("observe");
        }

        void unknown(@ObservesAsync Unknown unknown) throws InterruptedException {
            if (unknown.name().equals("fail") && FAILURES.getAndDecrement() > 0) {
                throw new IllegalStateException("an observer that fails");
            }
            if (unknown.name().equals("wait")) {
                Threads.note("wait");
                gate.await();
            }
            SEEN.add("Unknown " + unknown.name());
        }

        void whole(@ObservesAsync Webhook webhook) {
            SEEN.add("a webhook of " + webhook.events().size());
        }
    }

    private static final class NotingHandler extends Handler {

        @Override
        public void publish(LogRecord record) {
            Threads.note("open");
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
