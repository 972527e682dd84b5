package dev.usher.webhook;

import dev.usher.problem.Problem;
import dev.usher.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/** Has no more than so many webhooks on their way to a recipient; the next is told to come back, at once. */
final class Bounded implements Recipient {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final Recipient recipient;

    /** Only ever tried, never waited for. */
    private final Semaphore free;

    Bounded(Recipient recipient, int limit) {
        this.recipient = recipient;
        this.free = new Semaphore(limit);
    }

    @Override
    public Uni<Outcome> deliver(Delivery delivery) {
        return Uni.createFrom().deferred(() -> free.tryAcquire() ? within(delivery) : overloaded());
    }

    private Uni<Outcome> within(Delivery delivery) {
        return Uni.createFrom()
                .deferred(() -> recipient.deliver(delivery))
                .onTermination()
                .invoke(() -> free.release());
    }

    private static Uni<Outcome> overloaded() {
        return Uni.createFrom()
                .item(new Outcome.NotDelivered(
                        Problem.of(ProblemType.UNAVAILABLE, "Too many webhooks are on their way already.")
                                .retryAfter(RETRY_AFTER)));
    }
}
