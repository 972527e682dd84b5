package dev.usher.publish;

import dev.usher.problem.Problem;
import dev.usher.problem.ProblemType;
import dev.usher.publish.PublishOutcome.NotAccepted;
import java.time.Duration;

/** What the publisher of an event is told when it was not accepted. */
final class PublishProblem {

    /** For a server that did not say when to come back. */
    private static final Duration DEFAULT_RETRY = Duration.ofSeconds(1);

    private PublishProblem() {}

    static Problem of(NotAccepted outcome, Event event) {
        return switch (outcome.reason()) {
            case EVENT_REFUSED ->
                Problem.of(
                        ProblemType.EVENT_REFUSED,
                        "The Channels server found the event invalid; Usher's log tells why.");
            case TOO_LARGE ->
                Problem.of(
                                ProblemType.TOO_LARGE,
                                "The event exceeds the limit of the Channels server, which is below Usher's.")
                        .with("size", event.data().size());
            case TOO_MANY_REQUESTS ->
                retry(outcome, ProblemType.TOO_MANY_REQUESTS, "The Channels server limits the rate of requests.");
            case APP_REFUSED ->
                Problem.of(ProblemType.UPSTREAM_FAILED, "The app is disabled, or its quota of messages is used up.");
            case MISCONFIGURED ->
                Problem.of(
                        ProblemType.UPSTREAM_MISCONFIGURED,
                        "Whoever runs Usher should check PUSHER_APP_ID, PUSHER_KEY, PUSHER_SECRET, the host, and the clock.");
            case UNREACHABLE ->
                Problem.of(
                        ProblemType.UPSTREAM_FAILED,
                        "The Channels server could not be reached; nothing was published.");
            case OVERLOADED ->
                retry(outcome, ProblemType.UNAVAILABLE, "Too many events are waiting; nothing was published.");
            case FAILED ->
                Problem.of(
                        ProblemType.UPSTREAM_FAILED, "The Channels server failed; the event may have been published.");
            case TIMED_OUT ->
                Problem.of(
                        ProblemType.UPSTREAM_TIMEOUT,
                        "The Channels server did not answer in time; the event may have been published.");
        };
    }

    private static Problem retry(NotAccepted outcome, ProblemType type, String detail) {
        return Problem.of(type, detail).retryAfter(outcome.retryAfter().orElse(DEFAULT_RETRY));
    }
}
