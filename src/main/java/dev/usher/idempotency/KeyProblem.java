package dev.usher.idempotency;

import dev.usher.problem.Problem;
import dev.usher.problem.ProblemType;
import java.time.Duration;

/** What a caller is told whose call is neither done nor answered as it was before. */
final class KeyProblem {

    /** Redis is a moment away, or the first call about to be answered. */
    private static final Duration SOON = Duration.ofSeconds(1);

    private KeyProblem() {}

    static RuntimeException reused() {
        return Problem.of(
                        ProblemType.IDEMPOTENCY_KEY_REUSED,
                        "This Idempotency-Key stands for a call with another body; nothing was published. Send each body"
                                + " under a key of its own, and the same bytes when you send it again.")
                .with("field", IdempotencyKey.HEADER)
                .asException();
    }

    static RuntimeException noRoom(Duration soonest) {
        return Problem.of(
                        ProblemType.UNAVAILABLE,
                        "So many Idempotency-Keys are in use that no other fits; nothing was published. Whoever runs Usher"
                                + " can make room: USHER_IDEMPOTENCY_MAX_KEYS, USHER_IDEMPOTENCY_MAX_BYTES.")
                .retryAfter(soonest)
                .asException();
    }

    /** @param cause for the log alone */
    static RuntimeException unavailable(Throwable cause) {
        return Problem.of(
                        ProblemType.UNAVAILABLE,
                        "Whether this Idempotency-Key has been used cannot be told, because Redis did not say; nothing was"
                                + " published. Send the call again with the same key.")
                .retryAfter(SOON)
                .because("(" + cause.getClass().getSimpleName() + ")")
                .asException();
    }

    static RuntimeException outstanding() {
        return Problem.of(
                        ProblemType.UNAVAILABLE,
                        "The first call with this Idempotency-Key is still under way; this one published nothing. Send it"
                                + " again with the same key to learn what became of the first.")
                .retryAfter(SOON)
                .asException();
    }

    static RuntimeException abandoned() {
        return Problem.of(
                        ProblemType.PUBLISHING_IN_DOUBT,
                        "The pod that took the first call with this Idempotency-Key ended before it could tell what became"
                                + " of it: the events may have been published. Under this key they will not be"
                                + " published again; to do so, send another key.")
                .asException();
    }
}
