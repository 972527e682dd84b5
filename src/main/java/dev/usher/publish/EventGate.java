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

    private final ChannelPolicy policy;

    EventGate(ChannelPolicy policy) {
        this.policy = policy;
    }

    /** @throws dev.usher.problem.ProblemException if a destination is denied */
    void check(Caller caller, Event event) {
        List<String> denied = event.destinations().stream()
                .filter(to -> policy.decide(caller, Action.PUBLISH, to.ruledBy()) instanceof Decision.Denied)
                .map(Destination::wireName)
                .toList();
        if (!denied.isEmpty()) {
            throw Problem.of(
                            ProblemType.DENIED,
                            "No rule of the policy lets the caller publish to these channels; nothing was published.")
                    .with("channels", denied)
                    .because("(%s asked for %s)".formatted(caller.loggable(), denied))
                    .asException();
        }
    }
}
