package dev.usher.limits;

/** Knows whether the current event loop has time for one more call. */
interface Congestion {

    /** Whether a call that has just come up is to be answered. */
    boolean admits(Traffic traffic);
}
