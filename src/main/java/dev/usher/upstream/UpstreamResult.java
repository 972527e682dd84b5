package dev.usher.upstream;

import java.util.function.Function;

/** What came of a question to the Channels server. */
public sealed interface UpstreamResult<T> {

    /** The server answered it. */
    record Answered<T>(T answer) implements UpstreamResult<T> {}

    /** The server did not answer it. */
    record Failed<T>(UpstreamFailure failure) implements UpstreamResult<T> {}

    /** Answers with the function of the case that this result is. */
    default <R> R fold(Function<T, R> ifAnswered, Function<UpstreamFailure, R> ifFailed) {
        return this instanceof Answered<T> answered
                ? ifAnswered.apply(answered.answer())
                : ifFailed.apply(((Failed<T>) this).failure());
    }

    /** The same with another answer. */
    default <R> UpstreamResult<R> map(Function<T, R> function) {
        return fold(answer -> new Answered<>(function.apply(answer)), Failed::new);
    }

    /**
     * The answer.
     *
     * @throws dev.usher.problem.ProblemException if there is none
     */
    default T orProblem() {
        return fold(Function.identity(), failure -> {
            throw failure.problem().asException();
        });
    }
}
