package dev.usher.upstream;

import dev.usher.problem.Problem;
import dev.usher.problem.ProblemType;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Why the Channels server did not do what it was asked.
 *
 * @param retryAfter when it can be asked again, where that is known
 */
public record UpstreamFailure(Reason reason, Optional<Duration> retryAfter) {

    /** For a server that is too busy and does not say when to come back. */
    public static final Duration SOON = Duration.ofSeconds(1);

    public UpstreamFailure(Reason reason) {
        this(reason, Optional.empty());
    }

    /** What the caller is told: the reason, and what it means for what was asked. */
    public Problem problem(String consequence) {
        Problem problem = Problem.of(reason.type, reason.tell(consequence));
        return retryAfter.map(problem::retryAfter).orElse(problem);
    }

    /** What the caller is told where nothing more is to be said about it. */
    public Problem problem() {
        return problem("");
    }

    /** Why it was not done. */
    public enum Reason {
        /** The server found something wrong with this request; it will again. */
        REFUSED(ProblemType.REQUEST_REFUSED, "The Channels server found something wrong with this"),
        /** It is larger than this server allows. */
        TOO_LARGE(ProblemType.TOO_LARGE, "The Channels server allows less than this"),
        /** The server wants fewer requests. */
        TOO_MANY_REQUESTS(
                ProblemType.TOO_MANY_REQUESTS,
                "The Channels server limits the rate of requests",
                Trait.AWAITS_THE_NEXT_TOO),
        /** The app is disabled, or its quota of messages used up. */
        APP_REFUSED(
                ProblemType.UPSTREAM_FAILED,
                "The Channels server says that the app is disabled, or its quota of messages used up",
                Trait.AWAITS_THE_NEXT_TOO,
                Trait.LASTS),
        /** The server knows no such app, key or secret, or the clocks differ by more than ten minutes. */
        MISCONFIGURED(
                ProblemType.UPSTREAM_MISCONFIGURED,
                "The Channels server does not accept Usher as its app",
                " Whoever runs Usher should check PUSHER_APP_ID, PUSHER_KEY, PUSHER_SECRET, the host, and the clock.",
                Trait.AWAITS_THE_NEXT_TOO,
                Trait.LASTS),
        /** The server could not be reached; nothing was sent. */
        UNREACHABLE(ProblemType.UPSTREAM_FAILED, "The Channels server could not be reached", Trait.AWAITS_THE_NEXT_TOO),
        /** All connections are busy, and too much waits for one or this did for too long; nothing was sent. */
        OVERLOADED(ProblemType.UNAVAILABLE, "Too much is waiting for the Channels server", Trait.AWAITS_THE_NEXT_TOO),
        /** The calls before this one took all the time that there was; nothing was sent. */
        OUT_OF_TIME(
                ProblemType.UNAVAILABLE,
                "The Channels server took too long to take all that was asked for",
                Trait.AWAITS_THE_NEXT_TOO),
        /** The server said when to come back, and so did nothing of what it was asked (RFC 9110, section 15.6.4). */
        BUSY(ProblemType.UNAVAILABLE, "The Channels server says that it is busy", Trait.AWAITS_THE_NEXT_TOO),
        /** The server, or a gateway, said that it is not available. Whether it did what it was asked is not known. */
        UNAVAILABLE(
                ProblemType.UNAVAILABLE,
                "The Channels server says that it is not available",
                Trait.AWAITS_THE_NEXT_TOO,
                Trait.LEAVES_IT_OPEN),
        /** The server said that it failed, or broke off. Whether it did what it was asked is not known. */
        FAILED(ProblemType.UPSTREAM_FAILED, "The Channels server failed", Trait.LEAVES_IT_OPEN),
        /** A gateway said that the server behind it failed. Whether that did what it was asked is not known. */
        GATEWAY_FAILED(
                ProblemType.UPSTREAM_FAILED,
                "A gateway got no proper answer from the Channels server",
                Trait.AWAITS_THE_NEXT_TOO,
                Trait.LEAVES_IT_OPEN),
        /** The server did not answer in time. Whether it did what it was asked is not known. */
        TIMED_OUT(
                ProblemType.UPSTREAM_TIMEOUT,
                "The Channels server did not answer in time",
                Trait.AWAITS_THE_NEXT_TOO,
                Trait.LEAVES_IT_OPEN);

        private final ProblemType type;
        private final String sentence;
        private final String advice;

        @SuppressWarnings("ImmutableEnumChecker") // Set.of
        private final Set<Trait> traits;

        Reason(ProblemType type, String sentence, Trait... traits) {
            this(type, sentence, "", traits);
        }

        /** @param sentence what happened, without the full stop */
        Reason(ProblemType type, String sentence, String advice, Trait... traits) {
            this.type = type;
            this.sentence = sentence;
            this.advice = advice;
            this.traits = Set.of(traits);
        }

        /** One word for meters and traces. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** The problem's type. */
        public ProblemType type() {
            return type;
        }

        /**
         * What happened, and what is to be done about it if that is known.
         *
         * @param consequence what it means for what was asked: the rest of the sentence, without the full stop
         */
        public String tell(String consequence) {
            return sentence + consequence + "." + advice;
        }

        /** Whether it is what was asked that is wrong: it would be refused again, and something else might not be. */
        public boolean isOfTheRequest() {
            return this == REFUSED || this == TOO_LARGE;
        }

        /** Whether the next request would fail in the same way, whatever it asks for. */
        public boolean awaitsTheNextToo() {
            return traits.contains(Trait.AWAITS_THE_NEXT_TOO);
        }

        /** Whether the server may have done what it was asked all the same. */
        public boolean leavesItOpen() {
            return traits.contains(Trait.LEAVES_IT_OPEN);
        }

        /** Whether somebody else must mend something first, so that coming back soon is of no use. */
        public boolean lasts() {
            return traits.contains(Trait.LASTS);
        }
    }

    private enum Trait {
        AWAITS_THE_NEXT_TOO,
        LEAVES_IT_OPEN,
        LASTS
    }
}
