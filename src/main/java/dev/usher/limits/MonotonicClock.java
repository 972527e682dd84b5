package dev.usher.limits;

/** A clock that never goes back, and tells nothing but how much time has passed. */
@FunctionalInterface
interface MonotonicClock {

    /** Nanoseconds from some moment or other. */
    long nanos();
}
