package dev.usher.request;

import dev.usher.problem.FixedProblem;
import dev.usher.problem.Problem;
import dev.usher.problem.ProblemType;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Turns away who still comes when Usher has said for a while that it is not ready any more. Otherwise, those who come
 * would keep it waiting for the last of them, until the time is up and all that is under way is cut off.
 */
@Singleton
final class Draining {

    /** Behind Quarkus' CORS filter, which has 300, so that pages can read the answer. */
    private static final int PRIORITY = 295;

    private static final int RETRY_SECONDS = 1;

    private static final FixedProblem ENDING = new FixedProblem(
            Problem.of(ProblemType.UNAVAILABLE, "This instance of Usher is about to stop; come back to another one."));

    private final Vertx vertx;
    private final Duration delay;
    private volatile boolean ending;

    Draining(Vertx vertx, @ConfigProperty(name = "quarkus.shutdown.delay", defaultValue = "0s") Duration delay) {
        this.vertx = vertx;
        this.delay = delay;
    }

    void begin(@Observes ShutdownDelayInitiatedEvent event) {
        long unused = vertx.setTimer(Math.max(1, delay.toMillis()), over -> ending = true);
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, PRIORITY);
    }

    private void check(RoutingContext context) {
        if (!ending) {
            context.next();
            return;
        }
        if (context.request().version() != HttpVersion.HTTP_2) {
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        ENDING.send(context, RETRY_SECONDS);
    }
}
