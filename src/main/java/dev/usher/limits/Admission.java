package dev.usher.limits;

/**
 * Which share of the calls is answered. It shrinks while they wait too long and grows while they do not, and chance
 * decides which they are: by whoever comes first, those who are answered would be the first the next time too, and a
 * page that has just been opened would never be. Used on one event loop only.
 */
final class Admission {

    /** To refuse a call has its cost too. With a smaller share, nearly all work would go into refusing. */
    static final double LEAST = 1.0 / 4;

    /**
     * After so many times what is tolerated, callers give up and come again, and answers go to nobody. Then even the
     * least share shrinks, as the lag grows: nothing but to get through with all who wait makes answers reach anybody.
     */
    static final int PATIENCE = 4;

    /** A lag that comes with fewer calls than these is a pause of the JVM or a machine that has no time, and no storm. */
    static final int STORM = 32;

    /** At most halves at a time: what is measured is how long calls waited that came before it was halved the last time. */
    private static final double STEEPEST = 1.0 / 2;

    /** Some seven times from the least share to all. */
    private static final double GROWTH = 1.25;

    private final long toleratedNanos;
    private double share = 1;
    private boolean late;

    Admission(long toleratedNanos) {
        this.toleratedNanos = toleratedNanos;
    }

    /**
     * Takes note of a measurement.
     *
     * @param lagNanos how long it took to come to what had arrived
     * @param calls how many there were meanwhile
     */
    void measured(long lagNanos, int calls) {
        if (isLate(lagNanos, calls)) {
            shrink(lagNanos);
        } else {
            late = false;
            share = Math.min(1, share * GROWTH);
        }
    }

    /**
     * Takes note that a measurement has not ended yet. It says nothing as long as it is not late.
     *
     * @param lagNanos how long it has taken until now
     * @param calls how many there were meanwhile
     */
    void stillMeasuring(long lagNanos, int calls) {
        if (isLate(lagNanos, calls)) {
            shrink(lagNanos);
        }
    }

    private boolean isLate(long lagNanos, int calls) {
        return lagNanos > toleratedNanos && calls >= STORM;
    }

    private void shrink(long lagNanos) {
        // Not at the first time: a pause makes calls late once, and they are caught up with.
        if (late) {
            double tolerated = (double) toleratedNanos / lagNanos;
            share = Math.max(LEAST * Math.min(1, PATIENCE * tolerated), share * Math.max(STEEPEST, tolerated));
        }
        late = true;
    }

    /** Begins anew: what was measured long ago says nothing about now. */
    void forget() {
        late = false;
        share = 1;
    }

    /** @param chance from 0 to 1, the same likelihood for each */
    boolean admits(double chance) {
        return chance < share;
    }
}
