package dev.usher.webhook;

import dev.usher.problem.Problem;
import dev.usher.problem.ProblemException;
import dev.usher.problem.ProblemType;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** How far a webhook's time may be from now, so that one which somebody has kept is of no use to him later. */
@Singleton
final class TimeWindow {

    /** What is repeated within the window is remembered for as long, and the memory has a bound. */
    private static final Duration MAX = Duration.ofDays(1);

    private final Duration maxAge;
    private final Duration maxAhead;
    private final Clock clock;

    @Inject
    TimeWindow(WebhookConfig config) {
        this(config.maxAge(), config.maxAhead(), Clock.systemUTC());
    }

    TimeWindow(Duration maxAge, Duration maxAhead, Clock clock) {
        require("max-age", maxAge.compareTo(Duration.ZERO) > 0 && maxAge.compareTo(MAX) <= 0, "a second to 24 hours");
        require("max-ahead", !maxAhead.isNegative() && maxAhead.compareTo(MAX) <= 0, "nothing to 24 hours");
        this.maxAge = maxAge;
        this.maxAhead = maxAhead;
        this.clock = clock;
    }

    private static void require(String setting, boolean right, String expected) {
        if (!right) {
            throw new ConfigurationException("Set usher.webhook." + setting + " to " + expected + ".");
        }
    }

    /** @throws ProblemException if the webhook is too old or from the future */
    void check(Webhook webhook) {
        Instant now = now();
        if (webhook.time().isBefore(now.minus(maxAge)) || webhook.time().isAfter(now.plus(maxAhead))) {
            throw Problem.of(
                            ProblemType.WEBHOOK_OUTSIDE_WINDOW,
                            "time_ms is %s, and here it is %s (expected: at most %s before and %s after). Compare the clocks."
                                    .formatted(webhook.time(), now, maxAge, maxAhead))
                    .asException();
        }
    }

    Instant now() {
        return clock.instant();
    }

    /** How long it takes at most until a webhook that was accepted would not be accepted any more. */
    Duration length() {
        return maxAge.plus(maxAhead);
    }
}
