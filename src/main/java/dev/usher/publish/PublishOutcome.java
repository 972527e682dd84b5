package dev.usher.publish;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What became of an event. */
public sealed interface PublishOutcome {

    /**
     * The Channels server took it; it delivers on its own.
     *
     * @param attributes what it told about the channels, by channel and attribute
     */
    record Accepted(Map<String, Map<String, Object>> attributes) implements PublishOutcome {}

    /**
     * It was not taken, or nobody knows.
     *
     * @param retryAfter when the Channels server wants to be asked again, if it said so
     */
    record NotAccepted(Reason reason, Optional<Duration> retryAfter) implements PublishOutcome {}

    /** Why an event was not accepted. */
    enum Reason {
        /** The server found something wrong with it; it will again. */
        EVENT_REFUSED,
        /** It is larger than this server allows. */
        TOO_LARGE,
        /** The server wants fewer requests a second. */
        TOO_MANY_REQUESTS,
        /** The app is disabled, or its quota of messages used up. */
        APP_REFUSED,
        /** The server knows no such app, key or secret, or the clocks differ by more than ten minutes. */
        MISCONFIGURED,
        /** The server could not be reached; nothing was sent. */
        UNREACHABLE,
        /** All connections are busy, and too many events wait for one or this one did for too long; nothing was sent. */
        OVERLOADED,
        /** The server said that it failed, or broke off. Whether it published the event is not known. */
        FAILED,
        /** The server did not answer in time. Whether it published the event is not known. */
        TIMED_OUT
    }

    /** Answers with the function of the case that this outcome is. */
    default <R> R fold(Function<Accepted, R> ifAccepted, Function<NotAccepted, R> ifNotAccepted) {
        return this instanceof Accepted accepted ? ifAccepted.apply(accepted) : ifNotAccepted.apply((NotAccepted) this);
    }
}
