package dev.usher.query;

import dev.usher.channel.ChannelName;
import dev.usher.policy.Action;
import dev.usher.policy.Caller;
import dev.usher.policy.ChannelPolicy;
import dev.usher.policy.Decision;
import dev.usher.problem.Problem;
import dev.usher.problem.ProblemType;
import jakarta.inject.Singleton;

/** Lets a caller ask about those channels that the caller may publish to. */
@Singleton
final class QueryGate {

    private final ChannelPolicy policy;

    QueryGate(ChannelPolicy policy) {
        this.policy = policy;
    }

    /**
     * The Channels server is not asked on behalf of somebody who could be told of no channel.
     *
     * @throws dev.usher.problem.ProblemException if the caller may publish nowhere
     */
    void checkAny(Caller caller) {
        if (!policy.allowsAny(caller, Action.PUBLISH)) {
            throw Problem.of(
                            ProblemType.DENIED,
                            "No rule of the policy lets the caller publish to any channel, nor therefore ask about one.")
                    .because("(%s asked for a list)".formatted(caller.loggable()))
                    .asException();
        }
    }

    boolean allows(Caller caller, ChannelName channel) {
        return policy.decide(caller, Action.PUBLISH, channel) instanceof Decision.Allowed;
    }

    /** @throws dev.usher.problem.ProblemException if the caller may not ask about the channel */
    void check(Caller caller, ChannelName channel) {
        if (!allows(caller, channel)) {
            throw Problem.of(
                            ProblemType.DENIED,
                            "No rule of the policy lets the caller publish to this channel, nor therefore ask about it.")
                    .with("channel_name", channel.value())
                    .because("(%s asked about %s)".formatted(caller.loggable(), channel))
                    .asException();
        }
    }
}
