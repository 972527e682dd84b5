package dev.usher.query;

import dev.usher.access.Asker;
import dev.usher.access.ChannelAccess;
import dev.usher.access.Deed;
import dev.usher.channel.ChannelName;
import dev.usher.problem.Problem;
import dev.usher.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** Lets a caller ask about those channels that the caller may publish to. */
@Singleton
final class QueryGate {

    private final ChannelAccess access;

    QueryGate(ChannelAccess access) {
        this.access = access;
    }

    /**
     * The Channels server is not asked on behalf of somebody who could be told of no channel.
     *
     * @throws dev.usher.problem.ProblemException if the caller may publish nowhere
     */
    void checkAny(Asker asker) {
        if (!access.mayAny(asker, Deed.LIST)) {
            throw Problem.of(
                            ProblemType.DENIED,
                            "No rule of the policy lets the caller publish to any channel, nor therefore ask about one.")
                    .asRecorded()
                    .asException();
        }
    }

    /** Whether the caller is told of the channel among others. */
    boolean shows(Asker asker, ChannelName channel) {
        return access.shows(asker.caller(), channel);
    }

    /**
     * The channel, if the caller may ask about it.
     *
     * @return fails with a {@link dev.usher.problem.ProblemException} if the caller may not, or that cannot be decided
     */
    Uni<ChannelName> check(Asker asker, ChannelName channel) {
        return access.decide(asker, Deed.QUERY, channel)
                .map(ruling -> ruling.orRefuse(() -> refusal(channel)))
                .replaceWith(channel);
    }

    private static Problem refusal(ChannelName channel) {
        return Problem.of(
                        ProblemType.DENIED,
                        "No rule of the policy lets the caller publish to this channel, nor therefore ask about it.")
                .with("channel_name", channel.value());
    }
}
