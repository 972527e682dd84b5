package dev.usher.access;

import java.time.Duration;
import java.util.function.LongSupplier;

/** When a rule that keeps timing out is left alone. */
final class Rest {

    /** One slow answer is an accident. */
    static final int MAX_TIMEOUTS = 5;

    private final long length;
    private final LongSupplier nanos;

    /** Both are guarded by this object's lock, which is held for no longer than a look at them. */
    private int timeouts;

    private long until;

    Rest(Duration length, LongSupplier nanos) {
        this.length = length.toNanos();
        this.nanos = nanos;
    }

    /** Whether a question may be put; after a rest one alone may, until it has been answered or a rest has passed. */
    synchronized boolean mayAsk() {
        if (timeouts < MAX_TIMEOUTS) {
            return true;
        }
        long now = nanos.getAsLong();
        if (now - until < 0) {
            return false;
        }
        until = now + length;
        return true;
    }

    synchronized void answered() {
        timeouts = 0;
    }

    synchronized void timedOut() {
        timeouts++;
        until = nanos.getAsLong() + length;
    }
}
