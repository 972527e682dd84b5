package dev.usher.publish;

import dev.usher.channel.Destination;
import dev.usher.policy.Action;
import dev.usher.policy.Caller;
import dev.usher.policy.ChannelPolicy;
import dev.usher.policy.Decision;
import dev.usher.problem.Problem;
import dev.usher.problem.ProblemType;
import jakarta.inject.Singleton;
import java.util.List;

/** Lets an event pass only if its publisher may publish to every one of its destinations. */
@Singleton
final class EventGate {

    /** Enough to see what is wrong. A batch has thousands of channels, and whoever is denied chose their names. */
    private static final int MAX_NAMED = 10;

    private final ChannelPolicy policy;

    EventGate(ChannelPolicy policy) {
        this.policy = policy;
    }

    /**
     * Nothing is read from somebody who may publish nowhere.
     *
     * @throws dev.usher.problem.ProblemException if no rule lets the caller publish to any channel
     */
    void checkAny(Caller caller) {
        if (!policy.allowsAny(caller, Action.PUBLISH)) {
            throw Problem.of(ProblemType.DENIED, "No rule of the policy lets the caller publish to any channel.")
                    .because("(%s wanted to publish)".formatted(caller.loggable()))
                    .asException();
        }
    }

    /** @throws dev.usher.problem.ProblemException if a destination is denied */
    void check(Caller caller, Event event) {
        List<String> denied = event.destinations().stream()
                .filter(to -> policy.decide(caller, Action.PUBLISH, to.ruledBy()) instanceof Decision.Denied)
                .map(Destination::wireName)
                .toList();
        if (!denied.isEmpty()) {
            List<String> some = denied.subList(0, Math.min(denied.size(), MAX_NAMED));
            throw Problem.of(
                            ProblemType.DENIED,
                            "No rule of the policy lets the caller publish to %s; nothing was published."
                                    .formatted(
                                            denied.size() > MAX_NAMED
                                                    ? denied.size() + " of the channels, such as these"
                                                    : "these channels"))
                    .with("channels", some)
                    .because("(%s asked for %d, such as %s)".formatted(caller.loggable(), denied.size(), some))
                    .asException();
        }
    }
}
