package dev.usher.webhook;

import dev.usher.problem.Problem;
import dev.usher.problem.ProblemType;
import dev.usher.webhook.Outcome.Delivered;
import dev.usher.webhook.Outcome.NotDelivered;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Whoever observes webhooks within this process. */
@Singleton
final class Observers implements Recipient {

    /** Pusher backs off by itself; this is for servers that ask when. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final Event<WebhookEvent> events;
    private final Event<Webhook> webhooks;

    Observers(Event<WebhookEvent> events, Event<Webhook> webhooks) {
        this.events = events;
        this.webhooks = webhooks;
    }

    @Override
    public Uni<Outcome> deliver(Delivery delivery) {
        return Multi.createFrom()
                .iterable(delivery.webhook().events())
                // One after the other; and none after one that failed, which will come again, so that their order
                // holds.
                .onItem()
                .transformToUniAndConcatenate(event -> Uni.createFrom().completionStage(() -> events.fireAsync(event)))
                .onItem()
                .ignoreAsUni()
                .chain(() -> Uni.createFrom().completionStage(() -> webhooks.fireAsync(delivery.webhook())))
                .<Outcome>replaceWith(new Delivered())
                .onFailure()
                .recoverWithItem(Observers::failed);
    }

    /** The trace is in the log already: the container writes it where the observer fails. */
    private static Outcome failed(Throwable failure) {
        return new NotDelivered(
                Problem.of(ProblemType.UNAVAILABLE, "An observer of the webhook failed; Usher's log tells why.")
                        .retryAfter(RETRY_AFTER)
                        .because("(" + failure.getClass().getSimpleName() + ")"));
    }
}
