package dev.usher.intake;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** How soon what did not go well is tried again. By chance a little sooner than that, so that not all try at once. */
public final class Backoff {

    private static final Duration FIRST = Duration.ofMillis(100);

    /** So long does an engine wait at most for a server that has come back. */
    private static final Duration LONGEST = Duration.ofSeconds(30);

    /** From here on, a pause is the longest in any case. */
    private static final int MOST_DOUBLINGS = 10;

    /** What is said by whoever is asked to wait is kept, but nobody is kept waiting for hours by a mistake. */
    private static final Duration LONGEST_ASKED_FOR = Duration.ofMinutes(5);

    private Backoff() {}

    /**
     * The pause before the next attempt.
     *
     * @param failures how often it has failed in a row, at least 1
     * @param asked how long the other side wants us to wait, if it says so
     */
    public static Duration pause(int failures, Optional<Duration> asked) {
        if (asked.isPresent()) {
            // Never sooner than it said.
            return shorter(asked.get(), LONGEST_ASKED_FOR);
        }
        Duration longest = shorter(FIRST.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS)), LONGEST);
        return Duration.ofMillis(
                (long) (longest.toMillis() * ThreadLocalRandom.current().nextDouble(0.5, 1)));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
