package dev.usher.delivery;

import dev.usher.upstream.UpstreamFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
        Duration pause = longer(failure.retryAfter().orElse(Duration.ZERO), backoff(tried));
        List<Parcel> again = safe(failure, parcels).stream()
                .filter(Parcel::isOpen)
                .filter(parcel -> parcel.shipment().deadline().left().compareTo(pause) > 0)
                .toList();
        return again.isEmpty() || !budget.spend() ? Optional.empty() : Optional.of(new Again(again, pause));
    }

    private static List<Parcel> safe(UpstreamFailure failure, List<Parcel> parcels) {
        return failure.reason().leavesItOpen() ? repeatable(parcels) : parcels;
    }

    /**
     * What may be published twice: that whose publisher does not mind, unless it would come out of order behind what
     * shares a lane with it and may not.
     */
    static List<Parcel> repeatable(List<Parcel> parcels) {
        List<Parcel> left = new ArrayList<>(parcels);
        Set<Object> closed = new HashSet<>();
        while (left.removeIf(parcel -> isLeftOut(parcel, closed))) {
            // Each may take others along.
        }
        return left;
    }

    private static boolean isLeftOut(Parcel parcel, Set<Object> lanes) {
        boolean out = !parcel.part().event().idempotent() || !Collections.disjoint(parcel.lanes(), lanes);
        if (out) {
            lanes.addAll(parcel.lanes());
        }
        return out;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** Between a half and all of a time that doubles, so that those who failed together do not come back together. */
    private static Duration backoff(int tried) {
        long most = Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << Math.min(tried, 10));
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(most / 2, most + 1));
    }

    /** What is tried again. */
    record Again(List<Parcel> parcels, Duration pause) {}
}
