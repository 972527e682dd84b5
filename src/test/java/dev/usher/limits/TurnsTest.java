package dev.usher.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TurnsTest {

    private final SettableMonotonicClock clock = new SettableMonotonicClock();
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final Turns.Turn turn = new Turns.Turn(clock);

    @Test
    void tellsForHowLongATurnHasLasted() {
        assertEquals(Duration.ZERO, lagOfCall(Turns.ALWAYS_ANSWERED));
        clock.advance(Duration.ofMillis(7));
        assertEquals(Duration.ofMillis(7), lagOfCall(1));
    }

    @Test
    void beginsAnewWithEachTurn() {
        assertEquals(Duration.ZERO, lagOfCall(Turns.ALWAYS_ANSWERED));
        clock.advance(Duration.ofMillis(7));
        tasks.remove().run();
        assertEquals(Duration.ZERO, lagOfCall(Turns.ALWAYS_ANSWERED));
        clock.advance(Duration.ofMillis(2));
        assertEquals(Duration.ofMillis(2), lagOfCall(1));
    }

    @Test
    void takesAPauseForNoStorm() {
        assertEquals(Duration.ZERO, lagOfCall(1));
        clock.advance(Duration.ofMinutes(1));
        assertEquals(Duration.ZERO, lagOfCall(Turns.ALWAYS_ANSWERED - 1));
        assertEquals(Duration.ofMinutes(1), lagOfCall(1));
    }

    @Test
    void leavesOneTaskForAllTheCallsOfATurn() {
        assertEquals(Duration.ZERO, lagOfCall(1_000));
        assertEquals(1, tasks.size());
    }

    /** What the last of so many calls is told. */
    private Duration lagOfCall(int number) {
        return Duration.ofNanos(IntStream.range(0, number)
                .mapToLong(i -> turn.lagNanos(tasks::add))
                .reduce(0, (earlier, last) -> last));
    }
}
