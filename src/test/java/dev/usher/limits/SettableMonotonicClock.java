package dev.usher.limits;

import java.time.Duration;

/** Stands still until a test moves it. Begins where adding would overflow soon, as the system's own may. */
final class SettableMonotonicClock implements MonotonicClock {

    private long nanos = Long.MAX_VALUE - 5;

    void advance(Duration duration) {
        nanos += duration.toNanos();
    }

    @Override
    public long nanos() {
        return nanos;
    }
}
