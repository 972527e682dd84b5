package dev.usher.limits;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A token bucket for each of many callers. A bucket is one number, the time at which it will be full again: it is put
 * off by an interval for each token, and may not lie further ahead than the burst. One whose time has come says no more
 * than one that does not exist, so to forget it costs nothing.
 *
 * <p>There are only so many. When all of them are in use, none is given up, or whoever calls under enough names would
 * get a full bucket each time; those who come then share one among them.
 */
final class Buckets {

    /** Some 150 bytes each. A hundred thousand addresses within one interval are no office but an attack. */
    static final int MAX_BUCKETS = 100_000;

    /** Looking through all buckets takes milliseconds, which is worth it now and then. */
    private static final long SWEEP_NANOS = Duration.ofSeconds(1).toNanos();

    /** Of those that came when there were no buckets left. No name of a caller's: those are put in front of it. */
    private static final String OTHERS = "others";

    private final Rate rate;
    private final MonotonicClock clock;
    private final long origin;
    private final Map<String, Long> fullAt = new ConcurrentHashMap<>();
    private final AtomicLong nextSweep = new AtomicLong();

    Buckets(Rate rate, MonotonicClock clock) {
        this.rate = rate;
        this.clock = clock;
        this.origin = clock.nanos();
    }

    /**
     * Takes a token of a caller's.
     *
     * @return empty if there was one, or how long it takes until there is
     */
    Optional<Duration> take(String caller) {
        long now = clock.nanos() - origin;
        Taking taking = new Taking(now);
        fullAt.compute(bucket("=" + caller, now), taking::take);
        return taking.waitNanos > 0 ? Optional.of(Duration.ofNanos(taking.waitNanos)) : Optional.empty();
    }

    private String bucket(String key, long now) {
        if (fullAt.size() < MAX_BUCKETS || fullAt.containsKey(key)) {
            return key;
        }
        long due = nextSweep.get();
        if (now >= due && nextSweep.compareAndSet(due, now + SWEEP_NANOS)) {
            fullAt.values().removeIf(time -> time <= now);
        }
        return fullAt.size() < MAX_BUCKETS ? key : OTHERS;
    }

    int size() {
        return fullAt.size();
    }

    /** What is done to a bucket while nobody else can. */
    private final class Taking {

        private final long now;
        private long waitNanos;

        Taking(long now) {
            this.now = now;
        }

        Long take(String key, @Nullable Long fullAt) {
            long full = fullAt == null ? now : Math.max(now, fullAt);
            long after = full + rate.intervalNanos();
            waitNanos = after - now - rate.burst() * rate.intervalNanos();
            return waitNanos > 0 ? full : after;
        }
    }
}
