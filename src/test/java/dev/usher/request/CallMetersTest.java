package dev.usher.request;

import static io.restassured.RestAssured.given;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.testing.Channels;
import dev.usher.testing.TestIssuer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(Channels.class)
class CallMetersTest {

    private static final long PATIENCE_NANOS = SECONDS.toNanos(10);

    @Inject
    MeterRegistry registry;

    @Test
    void countsACallByWhatItAsksForAndHowItEnds() {
        long before = count("/pusher/session", "200");
        given().header("Authorization", "Bearer " + TestIssuer.token("meter"))
                .get("/pusher/session")
                .then()
                .statusCode(200);
        awaitOneMoreThan(before, "/pusher/session", "200");
    }

    @Test
    void countsWhatAFilterAnswers() {
        long before = count("/pusher/auth", "403");
        given().header("Origin", "https://elsewhere.example.com")
                .post("/pusher/auth")
                .then()
                .statusCode(403);
        awaitOneMoreThan(before, "/pusher/auth", "403");
    }

    @Test
    void hasOneLabelForAllThatNobodyKnows() {
        long before = count(CallMeters.OTHER, "404");
        given().get("/wp-login.php").then().statusCode(404);
        awaitOneMoreThan(before, CallMeters.OTHER, "404");
        Set<String> labels = registry.find("usher.calls").meters().stream()
                .map(Meter::getId)
                .map(id -> id.getTag("path"))
                .collect(Collectors.toSet());
        labels.removeAll(CallMeters.PATHS);
        assertEquals(Set.of(CallMeters.OTHER), labels);
    }

    private long count(String path, String status) {
        Timer timer = registry.find("usher.calls")
                .tag("path", path)
                .tag("status", status)
                .timer();
        return timer == null ? 0 : timer.count();
    }

    /** A caller has its answer a moment before the call is counted. */
    private void awaitOneMoreThan(long before, String path, String status) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (count(path, status) <= before) {
            assertTrue(System.nanoTime() < deadline, () -> path + " was not counted as " + status);
            Thread.onSpinWait();
        }
    }
}
