package dev.usher.idempotency;

import io.smallrye.mutiny.Uni;
import java.time.Duration;

/** How it stands with a key when a call comes under it. */
public sealed interface Standing {

    /** Nobody has used it: the call is to be done. */
    record Claimed(Claim claim) implements Standing {}

    /** The call has been answered. */
    record Answered(Answer answer) implements Standing {}

    /** It stands for another body. */
    record OfAnotherBody() implements Standing {}

    /** The same call is being done. */
    record UnderWay() implements Standing {}

    /** The same call was begun, and whoever did it has vanished. */
    record Abandoned() implements Standing {}

    /**
     * Nobody has used it, and there is no room to keep what would come of it.
     *
     * @param soonest when there may be
     */
    record NoRoom(Duration soonest) implements Standing {}

    /** The right, and the duty, to do a call. It ends with either of the two. */
    interface Claim {

        /** Has everybody who sends the call again get this answer. */
        Uni<Void> keep(Answer answer);

        /** Has the next one who sends it do it. */
        Uni<Void> giveBack();
    }

    /** What answers for each case. */
    interface Cases<R> {

        R claimed(Claimed standing);

        R answered(Answered standing);

        R ofAnotherBody();

        R underWay();

        R abandoned();

        R noRoom(NoRoom standing);
    }

    /** Answers with the method of the case that this is. */
    default <R> R fold(Cases<R> cases) {
        if (this instanceof Claimed claimed) {
            return cases.claimed(claimed);
        }
        if (this instanceof Answered answered) {
            return cases.answered(answered);
        }
        if (this instanceof NoRoom full) {
            return cases.noRoom(full);
        }
        if (this instanceof OfAnotherBody) {
            return cases.ofAnotherBody();
        }
        return this instanceof UnderWay ? cases.underWay() : cases.abandoned();
    }
}
