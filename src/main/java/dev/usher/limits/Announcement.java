package dev.usher.limits;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Lets something be said now and then, where it happens a thousand times a second. */
final class Announcement {

    private static final long PAUSE_NANOS = Duration.ofSeconds(10).toNanos();

    private final MonotonicClock clock;
    private final long origin;
    private final AtomicLong next = new AtomicLong();

    Announcement(MonotonicClock clock) {
        this.clock = clock;
        this.origin = clock.nanos();
    }

    /** Whether it is to be said this time. */
    boolean isDue() {
        long now = clock.nanos() - origin;
        long due = next.get();
        return now >= due && next.compareAndSet(due, now + PAUSE_NANOS);
    }
}
