package dev.usher.limits;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.time.Duration;
import java.util.Optional;

/**
 * How often something may be done.
 *
 * @param perSecond in the long run
 * @param burst at once, by somebody who has done nothing for long
 */
record Rate(int perSecond, int burst) {

    /** Of a burst that nobody chose: what the rate would allow in ten seconds, as a page asks for all it needs at once. */
    private static final int BURST_SECONDS = 10;

    /** A bucket's time is kept in nanoseconds, and a burst's must be far from what those can count. */
    private static final int MAX = 1_000_000;

    private static final long NANOS = Duration.ofSeconds(1).toNanos();

    /** @param setting what both settings begin with, such as {@code usher.limits.user} */
    static Optional<Rate> of(String setting, Optional<Integer> rate, Optional<Integer> burst) {
        check(setting + "-rate", rate);
        check(setting + "-burst", burst);
        if (rate.isEmpty() && burst.isPresent()) {
            throw new ConfigurationException("%s-burst is set, but nothing is limited; set %s-rate too, or neither."
                    .formatted(setting, setting));
        }
        return rate.map(perSecond -> new Rate(perSecond, burst.orElse(Math.min(MAX, perSecond * BURST_SECONDS))));
    }

    private static void check(String setting, Optional<Integer> value) {
        value.filter(number -> number < 1 || number > MAX).ifPresent(bad -> {
            throw new ConfigurationException("%s is %d (expected: 1 to %d).".formatted(setting, bad, MAX));
        });
    }

    /** How long it takes for one more to be allowed. */
    long intervalNanos() {
        return NANOS / perSecond;
    }
}
