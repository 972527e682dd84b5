package dev.usher.request;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.AsyncResult;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Measures every call by what it asks for and how it ends: {@code usher_calls_seconds}, from when its head has been read
 * until its answer has been written. No label has a value that a caller could choose.
 */
@Singleton
final class CallMeters {

    /** What Usher answers. All else is {@link #OTHER}, because anybody may ask for any path. */
    static final Set<String> PATHS = Set.of(
            "/pusher/auth",
            "/pusher/user-auth",
            "/pusher/session",
            "/pusher/webhook",
            "/events",
            "/events/batch",
            "/channels",
            "/channel",
            "/channel/users",
            "/connections/terminate",
            "/policy/explain",
            "/revocations",
            "/usher.js",
            "/usher.d.ts");

    static final String OTHER = "other";

    /** The status of a call whose caller had gone before the answer was written. */
    static final String GONE = "gone";

    /** Ahead of everything that may answer. */
    private static final int PRIORITY = 1_002;

    /** Authorization takes less than the first; a page that waits for longer than the last has given up. */
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(5),
        Duration.ofMillis(25),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(2),
        Duration.ofSeconds(10)
    };

    private final MeterRegistry registry;
    private final Map<Labels, Timer> timers = new ConcurrentHashMap<>();

    CallMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void register(@Observes Filters filters) {
        filters.register(this::measure, PRIORITY);
    }

    private void measure(RoutingContext context) {
        long start = System.nanoTime();
        String path = context.normalizedPath();
        String known = PATHS.contains(path) ? path : OTHER;
        context.addEndHandler(ended -> timers.computeIfAbsent(new Labels(known, status(context, ended)), this::timer)
                .record(System.nanoTime() - start, TimeUnit.NANOSECONDS));
        context.next();
    }

    private static String status(RoutingContext context, AsyncResult<Void> ended) {
        return ended.succeeded() ? Integer.toString(context.response().getStatusCode()) : GONE;
    }

    private Timer timer(Labels labels) {
        return Timer.builder("usher.calls")
                .description("Calls, by what they ask for and how they end")
                .tag("path", labels.path)
                .tag("status", labels.status)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    private record Labels(String path, String status) {}
}
