package dev.usher.identity;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** How soon an issuer is asked again. By chance a little sooner than that, so that not all pods ask at once. */
final class Pace {

    /** An issuer that says {@code max-age=0} is not to be asked all the time. */
    private static final Duration SHORTEST_REFRESH = Duration.ofSeconds(30);

    private static final Duration FIRST_RETRY = Duration.ofMillis(200);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(30);

    /** From here on, a retry is the longest in any case. */
    private static final int MOST_DOUBLINGS = 10;

    private Pace() {}

    /**
     * After keys have come.
     *
     * @param maxAge what the issuer says, which counts where it is shorter
     * @param refresh what the operator says
     */
    static Duration afterAnswer(Optional<Duration> maxAge, Duration refresh) {
        Duration wanted = maxAge.map(age -> longer(age, SHORTEST_REFRESH)).orElse(refresh);
        return jittered(shorter(wanted, refresh), 0.8);
    }

    /** After so many failures in a row. */
    static Duration afterFailures(int failures) {
        Duration retry = FIRST_RETRY.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
        return jittered(shorter(retry, LONGEST_RETRY), 0.5);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }

    private static Duration jittered(Duration duration, double least) {
        return Duration.ofMillis(
                (long) (duration.toMillis() * ThreadLocalRandom.current().nextDouble(least, 1)));
    }
}
