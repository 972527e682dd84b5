package dev.usher.idempotency;

import java.util.function.Function;

/** What came of a call, and with it of its key. */
public sealed interface Outcome {

    /** What the caller is told now. */
    Answer answer();

    /** Something was done, or may have been, or never will be: this is the answer from now on. */
    record Settled(Answer answer) implements Outcome {}

    /** Nothing was done, and may be when the call is sent again: the key is as good as new. */
    record NothingDone(Answer answer) implements Outcome {}

    /** Answers with the function of the case that this outcome is. */
    default <R> R fold(Function<Settled, R> ifSettled, Function<NothingDone, R> ifNothingDone) {
        return this instanceof Settled settled ? ifSettled.apply(settled) : ifNothingDone.apply((NothingDone) this);
    }
}
