package dev.usher.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AdmissionTest {

    private static final long TOLERATED = 100;
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
        measure(2, 1_000_000, MANY);
        assertEquals(MOST / 2, answered());
        measure(1, 1_000_000, MANY);
        assertEquals(MOST / 4, answered());
    }

    @Test
    void neverAnswersLessThanItsLeast() {
        measure(50, 1_000_000, MANY);
        assertEquals(Admission.LEAST * MOST, answered());
        assertTrue(admission.admits(0));
        assertFalse(admission.admits(Admission.LEAST));
    }

    @Test
    void comesBackToAllOfThemByAndBy() {
        measure(50, 1_000_000, MANY);
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

    /** Of a thousand calls of which each has its own chance. */
    private long answered() {
        return IntStream.range(0, MOST)
                .filter(i -> admission.admits((double) i / MOST))
                .count();
    }
}
