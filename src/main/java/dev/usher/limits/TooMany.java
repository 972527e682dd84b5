package dev.usher.limits;

import dev.usher.problem.Problem;
import dev.usher.problem.ProblemType;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** What is said to whoever is turned away. */
final class TooMany {

    /** Those who are turned away together must not come back together. */
    private static final int SPREAD_SECONDS = 4;

    private TooMany() {}

    static Problem ofAUser(Duration wait) {
        return Problem.of(ProblemType.TOO_MANY_REQUESTS, "The user makes too many calls; wait before the next one.")
                .retryAfter(wait);
    }

    static Problem fromAnAddress(Duration wait) {
        return Problem.of(
                        ProblemType.TOO_MANY_REQUESTS,
                        "Too many calls come from the address; wait before the next one.")
                .retryAfter(wait);
    }

    static Problem forUsher() {
        return Problem.of(ProblemType.OVERLOADED, "There are more calls than Usher can answer; come back later.")
                .retryAfter(Duration.ofSeconds(1 + ThreadLocalRandom.current().nextInt(SPREAD_SECONDS)));
    }
}
