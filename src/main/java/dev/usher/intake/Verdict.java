package dev.usher.intake;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** What is to become of a record. */
public sealed interface Verdict {

    /** The Channels server took its event: acknowledge it. */
    record Published() implements Verdict {}

    /**
     * It can never be published: put it aside with the reason, and acknowledge it then.
     *
     * @param reason in a word that does not change, such as {@code malformed-request}, {@code too-large} or {@code
     *     event-refused}: those of problem documents
     * @param detail a sentence about this record, which shows nothing of its data
     */
    record Poison(String reason, String detail) implements Verdict {}

    /**
     * Not now: publish it again, and those behind it.
     *
     * @param inDoubt whether some of it was published, or may have been
     * @param retryAfter when, if that is known
     * @param why a sentence
     */
    record Later(boolean inDoubt, Optional<Duration> retryAfter, String why) implements Verdict {

        /** What it means for those behind it, of which nothing was sent. */
        Later unsent() {
            return new Later(false, retryAfter, why);
        }
    }

    /** Answers with the function of the case that this is. */
    default <R> R fold(
            Function<? super Published, ? extends R> ifPublished,
            Function<? super Poison, ? extends R> ifPoison,
            Function<? super Later, ? extends R> ifLater) {
        if (this instanceof Published published) {
            return ifPublished.apply(published);
        }
        return this instanceof Poison poison ? ifPoison.apply(poison) : ifLater.apply((Later) this);
    }
}
