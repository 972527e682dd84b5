package dev.usher.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AdmissionTest {

    private static final long TOLERATED = 100;
    private static final long LAST_TOLERABLE = TOLERATED * Admission.PATIENCE;
    private static final int MANY = Admission.STORM;
    private static final int MOST = 1000;

    private final Admission admission = new Admission(TOLERATED);

    @Test
    void answersAllAsLongAsNobodyWaits() {
        measure(50, TOLERATED, MANY);
        assertEquals(MOST, answered());
    }

    /** A pause makes calls late once. */
    @Test
    void answersAllAfterOneThatWasLate() {
        measure(1, 1_000_000, MANY);
        measure(1, TOLERATED, MANY);
        measure(1, 1_000_000, MANY);
        assertEquals(MOST, answered());
    }

    /** As on a machine that has no time for Usher. */
    @Test
    void takesFewCallsForNoStorm() {
        measure(50, 1_000_000, MANY - 1);
        assertEquals(MOST, answered());
    }

    @Test
    void answersFewerTheLaterTheyAre() {
        measure(2, TOLERATED * 5 / 4, MANY);
        assertEquals(MOST * 4 / 5, answered());
    }

    @Test
    void answersNoLessThanHalfOfWhatItDidAtATime() {
        measure(2, LAST_TOLERABLE, MANY);
        assertEquals(MOST / 2, answered());
        measure(1, LAST_TOLERABLE, MANY);
        assertEquals(MOST / 4, answered());
    }

    @Test
    void neverAnswersLessThanItsLeastWhileCallersWait() {
        measure(50, LAST_TOLERABLE, MANY);
        assertEquals(Admission.LEAST * MOST, answered());
        assertTrue(admission.admits(0));
        assertFalse(admission.admits(Admission.LEAST));
    }

    @Test
    void answersFewerThanThatWhenCallersNoLongerWait() {
        measure(50, LAST_TOLERABLE * 5, MANY);
        assertEquals(Admission.LEAST / 5 * MOST, answered());
        assertTrue(admission.admits(0));
    }

    @Test
    void learnsFromAMeasurementBeforeItEnds() {
        measureOn(1, LAST_TOLERABLE, MANY);
        assertEquals(MOST, answered());
        measureOn(2, LAST_TOLERABLE, MANY);
        assertEquals(Admission.LEAST * MOST, answered());
    }

    @Test
    void learnsNothingGoodFromAMeasurementBeforeItEnds() {
        measure(50, LAST_TOLERABLE, MANY);
        measureOn(50, TOLERATED, MANY);
        measureOn(50, 1_000_000, MANY - 1);
        assertEquals(Admission.LEAST * MOST, answered());
    }

    @Test
    void comesBackToAllOfThemByAndBy() {
        measure(50, LAST_TOLERABLE, MANY);
        measure(1, 0, MANY);
        assertEquals(Admission.LEAST * 1.25 * MOST, answered(), 1);
        measure(9, 0, MANY);
        assertEquals(MOST, answered());
    }

    @Test
    void forgetsWhatWasLongAgo() {
        measure(50, 1_000_000, MANY);
        admission.forget();
        assertEquals(MOST, answered());
        measure(1, 1_000_000, MANY);
        assertEquals(MOST, answered());
    }

    private void measure(int times, long lag, int calls) {
        IntStream.range(0, times).forEach(i -> admission.measured(lag, calls));
    }

    private void measureOn(int times, long lag, int calls) {
        IntStream.range(0, times).forEach(i -> admission.stillMeasuring(lag, calls));
    }

    /** Of a thousand calls of which each has its own chance. */
    private long answered() {
        return IntStream.range(0, MOST)
                .filter(i -> admission.admits((double) i / MOST))
                .count();
    }
}
