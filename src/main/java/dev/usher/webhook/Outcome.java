package dev.usher.webhook;

import dev.usher.problem.Problem;
import java.util.function.Function;
import java.util.function.Supplier;

/** What became of the delivery of a webhook. */
sealed interface Outcome {

    /** It is where it was to go, now or since an earlier delivery. */
    record Delivered() implements Outcome {}

    /** It is not known to be there, so that it must not be acknowledged. */
    record NotDelivered(Problem problem) implements Outcome {}

    /** Answers with the function of the case that this outcome is. */
    default <R> R fold(Supplier<R> ifDelivered, Function<Problem, R> ifNotDelivered) {
        return this instanceof NotDelivered failed ? ifNotDelivered.apply(failed.problem()) : ifDelivered.get();
    }
}
