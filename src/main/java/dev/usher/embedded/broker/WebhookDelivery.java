package dev.usher.embedded.broker;

import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Delivers webhooks, again and again until a backend takes them or five minutes have passed.
 *
 * @see <a href="https://pusher.com/docs/channels/server_api/webhooks/#delivery">Webhooks, delivery</a>
 */
final class WebhookDelivery {

    /** Pusher's limit. */
    static final Duration PATIENCE = Duration.ofMinutes(5);

    /** Nobody documents Pusher's first delay; it doubles from here. */
    static final Duration FIRST_DELAY = Duration.ofSeconds(1);

    /** So many may wait to be taken. Without a bound, a backend that is away would fill the memory. */
    static final int MAX_UNDELIVERED = 100;

    private static final Logger LOG = Logger.getLogger(WebhookDelivery.class);

    private final Clock clock;
    private final Timer timer;
    private final Function<SignedWebhook, Future<Integer>> attempt;
    private final AtomicInteger undelivered = new AtomicInteger();

    /** @param attempt sends a webhook and says the status of the answer */
    WebhookDelivery(Clock clock, Timer timer, Function<SignedWebhook, Future<Integer>> attempt) {
        this.clock = clock;
        this.timer = timer;
        this.attempt = attempt;
    }

    void deliver(SignedWebhook webhook) {
        if (undelivered.incrementAndGet() > MAX_UNDELIVERED) {
            lose("too many wait to be delivered");
        } else {
            attempt(webhook, clock.instant().plus(PATIENCE), FIRST_DELAY);
        }
    }

    private void attempt(SignedWebhook webhook, Instant end, Duration delay) {
        attempt.apply(webhook).onComplete(attempted -> {
            if (attempted.failed()) {
                retry(webhook, end, delay, "there was no answer");
            } else if (attempted.result() / 100 == 2) {
                undelivered.decrementAndGet();
            } else {
                retry(webhook, end, delay, "the answer was " + attempted.result());
            }
        });
    }

    private void retry(SignedWebhook webhook, Instant end, Duration delay, String reason) {
        if (clock.instant().plus(delay).isAfter(end)) {
            lose(reason);
        } else {
            timer.after(delay, () -> attempt(webhook, end, delay.multipliedBy(2)));
        }
    }

    private void lose(String reason) {
        undelivered.decrementAndGet();
        LOG.warnf("A webhook was not delivered and is lost: %s.", reason);
    }
}
