package dev.usher.publish;

import dev.usher.channel.ChannelName;
import dev.usher.policy.Action;
import dev.usher.policy.Caller;
import dev.usher.policy.ChannelPolicy;
import dev.usher.policy.Decision;
import dev.usher.problem.Problem;
import dev.usher.problem.ProblemType;
import jakarta.inject.Singleton;
import java.util.List;

/** Lets an event pass only if its publisher may publish to every one of its channels. */
@Singleton
final class EventGate {

    private final ChannelPolicy policy;

    EventGate(ChannelPolicy policy) {
        this.policy = policy;
    }

    /** @throws dev.usher.problem.ProblemException if a channel is denied, or cannot be published to */
    void check(Caller caller, Event event) {
        List<String> denied = event.channels().stream()
                .filter(channel -> policy.decide(caller, Action.PUBLISH, channel) instanceof Decision.Denied)
                .map(ChannelName::value)
                .toList();
        if (!denied.isEmpty()) {
            throw Problem.of(
                            ProblemType.DENIED,
                            "No rule of the policy lets the caller publish to these channels; nothing was published.")
                    .with("channels", denied)
                    .because("(%s asked for %s)".formatted(caller.loggable(), denied))
                    .asException();
        }
        if (event.channels().stream().anyMatch(channel -> channel.kind().isEncrypted())) {
            // Sent in the clear it would tell everyone on the way what the channel promises to hide.
            throw Problem.of(
                            ProblemType.CHANNEL_KIND_NOT_SERVED,
                            "This version does not encrypt, so it does not publish to private-encrypted- channels.")
                    .asException();
        }
    }
}
