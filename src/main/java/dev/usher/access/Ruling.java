package dev.usher.access;

import dev.usher.problem.Problem;
import dev.usher.problem.ProblemType;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;

/** What came of asking the policy and the application's own rules. */
public sealed interface Ruling {

    /** @param rule the name of the rule that allows it */
    record Allowed(String rule) implements Ruling {}

    /** All rules have been asked, and none allows it. */
    record Denied() implements Ruling {}

    /**
     * No rule allows it, but not all have answered: it is not known to be denied, and must not be done.
     *
     * @param rule the name of one that has not
     * @param reason why it has not
     * @param cause what it failed with, if it failed, and else empty
     */
    record Undecided(String rule, Reason reason, String cause) implements Ruling {}

    /** Why a rule has not answered. */
    enum Reason {
        TIMEOUT("timeout"),
        FAILED("failed"),
        /** It has too many questions before it. */
        OVERLOADED("overloaded"),
        /** It timed out too often, and is left alone for a moment. */
        RESTING("resting");

        private final String label;

        Reason(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    /** After this long, a rule that rests is asked again. */
    Duration RETRY_AFTER = Duration.ofSeconds(1);

    /** Answers with the function of the case that this ruling is. */
    default <R> R fold(
            Function<Allowed, R> ifAllowed, Function<Denied, R> ifDenied, Function<Undecided, R> ifUndecided) {
        if (this instanceof Allowed allowed) {
            return ifAllowed.apply(allowed);
        }
        return this instanceof Denied denied ? ifDenied.apply(denied) : ifUndecided.apply((Undecided) this);
    }

    /**
     * That it is allowed.
     *
     * @param ifDenied what to tell a caller who is denied
     * @throws dev.usher.problem.ProblemException if it is not: with that problem, or with 503 if it is undecided
     */
    default Allowed orRefuse(Supplier<Problem> ifDenied) {
        return fold(
                allowed -> allowed,
                denied -> {
                    throw ifDenied.get().asRecorded().asException();
                },
                undecided -> {
                    throw cannotBeDecided().asRecorded().asException();
                });
    }

    private static Problem cannotBeDecided() {
        return Problem.of(ProblemType.UNAVAILABLE, "Whether the caller may do this cannot be decided at the moment.")
                .retryAfter(RETRY_AFTER);
    }
}
