package dev.usher.limits;

import dev.usher.problem.FixedProblem;
import dev.usher.problem.Problem;
import dev.usher.problem.ProblemType;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Tells the calls that cannot be answered soon to come back, so that the others are. Without it, a storm has all of them
 * wait, until most of those who are answered have long since given up.
 */
@Singleton
final class LoadShedding {

    private static final Logger LOG = Logger.getLogger(LoadShedding.class);

    /** Behind Quarkus' CORS filter, which has 300, so that pages can read the answer; ahead of all that costs. */
    private static final int PRIORITY = 290;

    /** Those who are turned away together must not come back together. */
    private static final int SPREAD_SECONDS = 4;

    private static final FixedProblem OVERLOADED = new FixedProblem(
            Problem.of(ProblemType.OVERLOADED, "There are more calls than Usher can answer; come back later."));

    private final Congestion congestion;
    private final int inFlightLimit;
    private final Refusals refusals;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Announcement announcement = new Announcement(System::nanoTime);

    LoadShedding(LimitsConfig config, Congestion congestion, Refusals refusals) {
        this.congestion = congestion;
        this.inFlightLimit = config.inFlight();
        this.refusals = refusals;
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, PRIORITY);
    }

    private void check(RoutingContext context) {
        if (!congestion.admits(Traffic.of(context))) {
            refuse(context, Refusal.SHED);
        } else if (inFlight.incrementAndGet() > inFlightLimit) {
            inFlight.decrementAndGet();
            refuse(context, Refusal.IN_FLIGHT);
        } else {
            context.addEndHandler(answered -> leave(context));
            context.next();
        }
    }

    private void leave(RoutingContext context) {
        inFlight.decrementAndGet();
        if (context.response().getStatusCode() == ProblemType.REQUEST_TIMEOUT.status()) {
            // Nobody else answers so. Whoever reads bodies knows of no metrics.
            refusals.count(Refusal.SLOW_BODY);
        }
    }

    private void refuse(RoutingContext context, Refusal reason) {
        refusals.count(reason);
        if (announcement.isDue()) {
            LOG.warnf("There are more calls than can be answered (%s); some get 503.", reason.label());
        }
        OVERLOADED.send(context, 1 + ThreadLocalRandom.current().nextInt(SPREAD_SECONDS));
    }
}
