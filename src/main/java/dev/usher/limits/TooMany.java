package dev.usher.limits;

import dev.usher.problem.Problem;
import dev.usher.problem.ProblemType;
import java.time.Duration;

/** What is said to whoever is turned away. */
final class TooMany {

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
}
