package dev.usher.publish;

import dev.usher.channel.Destination;
import dev.usher.upstream.UpstreamFailure;
import java.util.List;
import java.util.Map;

/** What became of an event. */
public sealed interface PublishOutcome {

    /**
     * The Channels server took it; it delivers on its own.
     *
     * @param attributes what it told about the channels, by channel and attribute
     */
    record Accepted(Map<String, Map<String, Object>> attributes) implements PublishOutcome {}

    /**
     * It was not sent, because its data is larger than the server takes.
     *
     * @param size how large the data is as it would be sent, in bytes; encrypted data is larger than what it hides
     */
    record TooLarge(int size, int limit) implements PublishOutcome {}

    /**
     * It was not sent, because the server cannot take it.
     *
     * @param destinations because of which; none if it is the data's fault
     */
    record Unsendable(Obstacle obstacle, List<Destination> destinations) implements PublishOutcome {}

    /**
     * The server did not take all of it, or nobody knows.
     *
     * @param failure what happened
     * @param attempted whether it happened to this event, rather than to one before it
     * @param size how large the data is as it is sent there, in bytes; encrypted data is larger than what it hides
     * @param published where it was published all the same
     * @param uncertain where it may have been published
     */
    record NotAccepted(
            UpstreamFailure failure,
            boolean attempted,
            int size,
            List<Destination> published,
            List<Destination> uncertain)
            implements PublishOutcome {

        /** What becomes of an event that is not sent, because the one ahead of it fared like this. */
        public NotAccepted unsent() {
            return new NotAccepted(failure, false, 0, List.of(), List.of());
        }
    }

    /** What is in the way of an event that therefore is not sent. */
    enum Obstacle {
        /** There is no master key, and in the clear it would tell everyone what its channel promises to hide. */
        NO_MASTER_KEY,
        /** The server has no sign-in, so the event would vanish. */
        NO_SIGN_IN,
        /** The server refuses a character of a name that other servers take. */
        REFUSED_CHARACTER,
        /** The server takes an empty text for a missing one. */
        EMPTY_DATA
    }

    /** What answers for each case. */
    interface Cases<R> {

        R accepted(Accepted outcome);

        R tooLarge(TooLarge outcome);

        R unsendable(Unsendable outcome);

        R notAccepted(NotAccepted outcome);
    }

    /** Answers with the method of the case that this outcome is. */
    default <R> R fold(Cases<R> cases) {
        if (this instanceof Accepted accepted) {
            return cases.accepted(accepted);
        }
        if (this instanceof TooLarge tooLarge) {
            return cases.tooLarge(tooLarge);
        }
        return this instanceof Unsendable unsendable
                ? cases.unsendable(unsendable)
                : cases.notAccepted((NotAccepted) this);
    }
}
