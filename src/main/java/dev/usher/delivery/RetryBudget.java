package dev.usher.delivery;

/**
 * Bounds what trying again may add to the load of a server that is not well: each call brings a part of a further one,
 * so that there are a tenth more at most in the long run. Safe for use by any number of threads.
 */
final class RetryBudget {

    /** Of another call. */
    private static final double PER_CALL = 0.1;

    /** What can be saved up, and what there is at the beginning: a server that restarts fails a few calls of many. */
    static final int MOST = 50;

    private double left = MOST;

    /** A call is made for the first time. */
    synchronized void earn() {
        left = Math.min(MOST, left + PER_CALL);
    }

    /** Whether there is another try to be had, which is spent then. */
    synchronized boolean spend() {
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }
}
