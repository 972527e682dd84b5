package dev.usher.identity;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.usher.testing.JwksServer;
import dev.usher.testing.TestIssuer;
import dev.usher.testing.Threads;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** With a JWKS URL, keys are fetched and tokens verified on a worker, and the event loops go on. */
@QuarkusTest
@WithTestResource(JwksServer.class)
class JwksUrlTest {

    /** More than Vert.x has event loops, which is two for each core. */
    private static final int CALLERS = 2 * Runtime.getRuntime().availableProcessors() + 2;

    private static final long PATIENCE_SECONDS = 30;

    @Test
    void keepsTheEventLoopsFreeWhileTheIssuerTakesItsTime() throws Exception {
        Threads.forget();
        ExecutorService callers = Executors.newFixedThreadPool(2 * CALLERS);
        try {
            List<Future<Integer>> waiting = IntStream.range(0, CALLERS)
                    .mapToObj(i -> callers.submit(JwksUrlTest::authorize))
                    .toList();
            Threads.awaitNotes("verify", CALLERS, PATIENCE_SECONDS);
            assertFalse(Threads.last("verify").contains("eventloop"), Threads.last("verify"));

            // Each on a connection of its own, so that every event loop has to answer some.
            List<Future<Integer>> others = IntStream.range(0, CALLERS)
                    .mapToObj(i -> callers.submit(() -> get("/nothing").statusCode()))
                    .toList();
            for (Future<Integer> other : others) {
                assertEquals(404, other.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
            }
            assertFalse(waiting.stream().anyMatch(Future::isDone));

            get(JwksServer.url("/open"));
            for (Future<Integer> waiter : waiting) {
                assertEquals(200, waiter.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
            }
        } finally {
            callers.shutdownNow();
        }
    }

    private static int authorize() {
        return given().auth()
                .oauth2(TestIssuer.token("42"))
                .formParam("socket_id", "1.1")
                .formParam("channel_name", "private-user-42")
                .post("/pusher/auth")
                .statusCode();
    }
}
