package dev.usher.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BucketsTest {

    private final SettableMonotonicClock clock = new SettableMonotonicClock();
    private final Buckets buckets = new Buckets(new Rate(4, 3), clock);

    @Test
    void allowsABurstAndThenSaysHowLongToWait() {
        takeAll("42", 3);
        assertEquals(Optional.of(Duration.ofMillis(250)), buckets.take("42"));
    }

    @Test
    void takesNothingFromWhomItRefuses() {
        takeAll("42", 3);
        for (int i = 0; i < 10; i++) {
            assertEquals(Optional.of(Duration.ofMillis(250)), buckets.take("42"));
        }
    }

    @Test
    void allowsOneMoreAfterEachInterval() {
        takeAll("42", 3);
        clock.advance(Duration.ofMillis(249));
        assertEquals(Optional.of(Duration.ofMillis(1)), buckets.take("42"));
        clock.advance(Duration.ofMillis(1));
        takeAll("42", 1);
        assertTrue(buckets.take("42").isPresent());
    }

    @Test
    void savesNoMoreThanABurst() {
        takeAll("42", 1);
        clock.advance(Duration.ofDays(1));
        takeAll("42", 3);
        assertTrue(buckets.take("42").isPresent());
    }

    @Test
    void givesEachCallerABucketOfTheirOwn() {
        takeAll("42", 3);
        takeAll("43", 3);
        assertTrue(buckets.take("42").isPresent());
    }

    @Test
    void allowsNoMoreToCallsAtTheSameTime() {
        AtomicInteger allowed = new AtomicInteger();
        IntStream.range(0, 10_000)
                .parallel()
                .filter(i -> buckets.take("42").isEmpty())
                .forEach(i -> allowed.incrementAndGet());
        assertEquals(3, allowed.get());
    }

    @Test
    void forgetsTheFullOnesWhenThereAreNoMore() {
        fillUp();
        clock.advance(Duration.ofSeconds(1));
        takeAll("newcomer", 3);
        assertEquals(1, buckets.size());
    }

    @Test
    void keepsTheOthersAndHasNewcomersShareWhenAllAreInUse() {
        takeAll("42", 3);
        fillUp();
        takeAll("newcomer", 1);
        takeAll("another", 1);
        takeAll("third", 1);
        assertTrue(buckets.take("fourth").isPresent());
        assertTrue(buckets.take("42").isPresent());
        assertFalse(buckets.take("of-many-1").isPresent());
        assertEquals(Buckets.MAX_BUCKETS + 1, buckets.size());
    }

    @Test
    void takesNoNameForThatOfAllTheOthers() {
        fillUp();
        takeAll("newcomer", 3);
        clock.advance(Duration.ofMillis(1));
        assertTrue(buckets.take("others").isPresent());
        clock.advance(Duration.ofSeconds(2));
        takeAll("others", 3);
        assertTrue(buckets.take("others").isPresent());
    }

    private void fillUp() {
        for (int i = buckets.size(); i < Buckets.MAX_BUCKETS; i++) {
            takeAll("of-many-" + i, 1);
        }
    }

    private void takeAll(String caller, int tokens) {
        for (int i = 0; i < tokens; i++) {
            assertEquals(Optional.empty(), buckets.take(caller));
        }
    }
}
