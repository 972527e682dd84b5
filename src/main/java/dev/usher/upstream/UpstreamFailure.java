package dev.usher.upstream;

import dev.usher.problem.Problem;
import dev.usher.problem.ProblemType;
import java.time.Duration;
import java.util.Optional;

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
        Problem problem = Problem.of(reason.type, reason.sentence + consequence);
        return retryAfter.map(problem::retryAfter).orElse(problem);
    }

    /** What the caller is told where nothing more is to be said about it. */
    public Problem problem() {
        return problem(".");
    }

    /** Why it was not done. */
    public enum Reason {
        /** The server found something wrong with this request; it will again. */
        REFUSED(ProblemType.REQUEST_REFUSED, Reach.THIS, "The Channels server found something wrong with this"),
        /** It is larger than this server allows. */
        TOO_LARGE(ProblemType.TOO_LARGE, Reach.THIS, "The Channels server allows less than this"),
        /** The server wants fewer requests. */
        TOO_MANY_REQUESTS(ProblemType.TOO_MANY_REQUESTS, Reach.ALL, "The Channels server limits the rate of requests"),
        /** The app is disabled, or its quota of messages used up. */
        APP_REFUSED(
                ProblemType.UPSTREAM_FAILED,
                Reach.ALL,
                "The Channels server says that the app is disabled, or its quota of messages used up"),
        /** The server knows no such app, key or secret, or the clocks differ by more than ten minutes. */
        MISCONFIGURED(
                ProblemType.UPSTREAM_MISCONFIGURED,
                Reach.ALL,
                "Whoever runs Usher should check PUSHER_APP_ID, PUSHER_KEY, PUSHER_SECRET, the host, and the clock"),
        /** The server could not be reached; nothing was sent. */
        UNREACHABLE(ProblemType.UPSTREAM_FAILED, Reach.ALL, "The Channels server could not be reached"),
        /** All connections are busy, and too much waits for one or this did for too long; nothing was sent. */
        OVERLOADED(ProblemType.UNAVAILABLE, Reach.ALL, "Too much is waiting for the Channels server"),
        /** The server said that it failed, or broke off. Whether it did what it was asked is not known. */
        FAILED(ProblemType.UPSTREAM_FAILED, Reach.THIS, "The Channels server failed"),
        /** The server did not answer in time. Whether it did what it was asked is not known. */
        TIMED_OUT(ProblemType.UPSTREAM_TIMEOUT, Reach.ALL, "The Channels server did not answer in time");

        private final ProblemType type;
        private final Reach reach;
        private final String sentence;

        Reason(ProblemType type, Reach reach, String sentence) {
            this.type = type;
            this.reach = reach;
            this.sentence = sentence;
        }

        /** The problem's type. */
        public ProblemType type() {
            return type;
        }

        /** What happened, as the beginning of a sentence. */
        public String sentence() {
            return sentence;
        }

        /** Whether the next request would fail in the same way, whatever it asks for. */
        public boolean awaitsTheNextToo() {
            return reach == Reach.ALL;
        }

        /** Whether the server may have done what it was asked all the same. */
        public boolean leavesItOpen() {
            return this == FAILED || this == TIMED_OUT;
        }

        /** Whether somebody else must mend something first, so that coming back soon is of no use. */
        public boolean lasts() {
            return this == APP_REFUSED || this == MISCONFIGURED;
        }
    }

    private enum Reach {
        THIS,
        ALL
    }
}
