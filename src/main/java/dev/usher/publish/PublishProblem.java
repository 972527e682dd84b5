package dev.usher.publish;

import dev.usher.channel.Destination;
import dev.usher.problem.Problem;
import dev.usher.problem.ProblemType;
import dev.usher.publish.PublishOutcome.Accepted;
import dev.usher.publish.PublishOutcome.NotAccepted;
import dev.usher.publish.PublishOutcome.TooLarge;
import dev.usher.publish.PublishOutcome.Unsendable;
import dev.usher.upstream.UpstreamFailure;
import dev.usher.upstream.UpstreamFailure.Reason;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** What the publisher of an event is told when it was not accepted. */
public final class PublishProblem<R> implements PublishOutcome.Cases<R> {

    private final Event event;
    private final Function<Accepted, R> ifAccepted;
    private final Function<Problem, R> ifNot;

    private PublishProblem(Event event, Function<Accepted, R> ifAccepted, Function<Problem, R> ifNot) {
        this.event = event;
        this.ifAccepted = ifAccepted;
        this.ifNot = ifNot;
    }

    /** Answers with one function if the event was accepted, and with the other one, for a problem, if it was not. */
    public static <R> R fold(
            Event event, PublishOutcome outcome, Function<Accepted, R> ifAccepted, Function<Problem, R> ifNot) {
        return outcome.fold(new PublishProblem<>(event, ifAccepted, ifNot));
    }

    @Override
    public R accepted(Accepted outcome) {
        return ifAccepted.apply(outcome);
    }

    @Override
    public R tooLarge(TooLarge outcome) {
        return ifNot.apply(Problem.of(
                        ProblemType.TOO_LARGE,
                        "data: has %d bytes as it is sent (expected: at most %d)"
                                .formatted(outcome.size(), outcome.limit()))
                .with("field", "data")
                .with("size", outcome.size())
                .with("limit", outcome.limit()));
    }

    @Override
    public R unsendable(Unsendable outcome) {
        Problem problem =
                switch (outcome.obstacle()) {
                    case NO_MASTER_KEY ->
                        Problem.of(
                                ProblemType.CHANNEL_KIND_NOT_SERVED,
                                "Events to private-encrypted- channels need PUSHER_ENCRYPTION_MASTER_KEY, which whoever"
                                        + " runs Usher has not set; nothing was published.");
                    case NO_SIGN_IN ->
                        Problem.of(
                                ProblemType.CHANNEL_KIND_NOT_SERVED,
                                "This Channels server has no sign-in, so nobody would receive this; send to the user's"
                                        + " own channel instead. Nothing was published.");
                    case REFUSED_CHARACTER ->
                        Problem.of(
                                ProblemType.EVENT_REFUSED,
                                "This Channels server refuses a character in these names; nothing was published.");
                    case EMPTY_DATA ->
                        Problem.of(
                                        ProblemType.EVENT_REFUSED,
                                        "data: is empty, which this Channels server takes for missing; send {} instead")
                                .with("field", "data");
                };
        return ifNot.apply(
                outcome.destinations().isEmpty() ? problem : problem.with("channels", names(outcome.destinations())));
    }

    @Override
    public R notAccepted(NotAccepted outcome) {
        return ifNot.apply(withProgress(wasTried(outcome) ? tried(outcome) : notTried(outcome), outcome));
    }

    /** Parts of an event may have gone out before those of which an event before it found that they cannot. */
    private static boolean wasTried(NotAccepted outcome) {
        return outcome.attempted()
                || !outcome.published().isEmpty()
                || !outcome.uncertain().isEmpty();
    }

    private static Problem tried(NotAccepted outcome) {
        return switch (outcome.failure().reason()) {
            case REFUSED ->
                Problem.of(
                        ProblemType.EVENT_REFUSED,
                        "The Channels server found the event invalid; Usher's log tells why.");
            case TOO_LARGE ->
                Problem.of(
                                ProblemType.TOO_LARGE,
                                "data: has %d bytes as it is sent, more than the Channels server takes, if less than"
                                                .formatted(outcome.size())
                                        + " Usher allows; USHER_SERVER and USHER_PUBLISH_MAX_EVENT_SIZE tell Usher of its"
                                        + " limit")
                        .with("field", "data")
                        .with("size", outcome.size());
            default -> outcome.failure().problem(consequence(outcome));
        };
    }

    private static String consequence(NotAccepted outcome) {
        if (!outcome.published().isEmpty()) {
            return "; the event was published to some of its channels only";
        }
        return outcome.uncertain().isEmpty() ? "; nothing was published" : "; the event may have been published";
    }

    /** The event itself is fine, and was not sent: to send it again is safe, unless somebody must mend something first. */
    private static Problem notTried(NotAccepted outcome) {
        Reason reason = outcome.failure().reason();
        String detail = reason.tell("; this event was to follow, and was not sent");
        if (reason.lasts()) {
            return Problem.of(reason.type(), detail);
        }
        ProblemType type = reason == Reason.TOO_MANY_REQUESTS ? reason.type() : ProblemType.UNAVAILABLE;
        return Problem.of(type, detail)
                .retryAfter(outcome.failure().retryAfter().orElse(UpstreamFailure.SOON));
    }

    /** Where destinations fared differently, which did how: so that a caller can send again what did not arrive. */
    private Problem withProgress(Problem problem, NotAccepted outcome) {
        Set<Destination> rest = new LinkedHashSet<>(event.destinations());
        outcome.published().forEach(rest::remove);
        outcome.uncertain().forEach(rest::remove);
        if (rest.size() == event.destinations().size()
                || outcome.uncertain().size() == event.destinations().size()) {
            return problem;
        }
        return problem.with("published", names(outcome.published()))
                .with("perhaps_published", names(outcome.uncertain()))
                .with("not_published", names(rest));
    }

    private static List<String> names(Collection<Destination> destinations) {
        return destinations.stream().map(Destination::wireName).toList();
    }
}
