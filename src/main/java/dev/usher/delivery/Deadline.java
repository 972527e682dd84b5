package dev.usher.delivery;

import java.time.Duration;
import java.util.function.LongSupplier;

/** When a request has to be done with, by a clock that only goes forward. */
final class Deadline {

    private final LongSupplier nanoTime;
    private final long end;

    /** @param nanoTime of which only differences mean something, as of {@link System#nanoTime()} */
    Deadline(Duration time, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.end = nanoTime.getAsLong() + time.toNanos();
    }

    /** How long it is until then; zero or less if it is over. */
    Duration left() {
        return Duration.ofNanos(end - nanoTime.getAsLong());
    }
}
