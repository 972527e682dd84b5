package dev.usher.delivery;

import dev.usher.upstream.UpstreamFailure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Decides what of a call that failed is tried again, and when: only what is safe, and what there is time for. */
final class Retries {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final int most;
    private final RetryBudget budget = new RetryBudget();

    Retries(int most) {
        this.most = most;
    }

    /** A call is made for the first time. */
    void earn() {
        budget.earn();
    }

    /**
     * What to try again, and after which time; nothing at all if it is not safe, or of no use.
     *
     * @param tried how often it was tried before
     */
    Optional<Again> after(UpstreamFailure failure, List<Parcel> parcels, int tried) {
        if (tried >= most || failure.reason().lasts() || failure.reason().isOfTheRequest()) {
            return Optional.empty();
        }
        Duration pause = failure.retryAfter().orElseGet(() -> backoff(tried));
        List<Parcel> again = safe(failure, parcels).stream()
                .filter(Parcel::isOpen)
                .filter(parcel -> parcel.shipment().deadline().left().compareTo(pause) > 0)
                .toList();
        return again.isEmpty() || !budget.spend() ? Optional.empty() : Optional.of(new Again(again, pause));
    }

    /** What the server may have published is published again only if whoever publishes it does not mind. */
    private static List<Parcel> safe(UpstreamFailure failure, List<Parcel> parcels) {
        if (!failure.reason().leavesItOpen()) {
            return parcels;
        }
        List<Parcel> repeatable = parcels.stream()
                .filter(parcel -> parcel.part().event().idempotent())
                .toList();
        boolean wouldOvertake = repeatable.size() < parcels.size()
                && parcels.stream().anyMatch(parcel -> parcel.shipment().isOrdered());
        return wouldOvertake ? List.of() : repeatable;
    }

    /** Between a half and all of a time that doubles, so that those who failed together do not come back together. */
    private static Duration backoff(int tried) {
        long most = Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << Math.min(tried, 10));
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(most / 2, most + 1));
    }

    /** What is tried again. */
    record Again(List<Parcel> parcels, Duration pause) {}
}
