package dev.usher.limits;

/** Tells how far the current event loop is behind. */
interface Congestion {

    /** For how long the event loop has been at what it is doing now, in nanoseconds, when a call comes up. */
    long lagNanos();
}
