package dev.usher.authorize;

import dev.usher.channel.ChannelKind;
import dev.usher.channel.ChannelName;
import dev.usher.policy.Action;
import dev.usher.policy.Caller;
import dev.usher.policy.ChannelPolicy;
import dev.usher.policy.Decision;
import dev.usher.problem.Problem;
import dev.usher.problem.ProblemType;
import dev.usher.signing.Signer;
import jakarta.inject.Singleton;
import java.util.Set;
import org.jboss.logging.Logger;

/** Decides whether a caller may join a channel, and signs it only then. Computes, and waits for nothing. */
@Singleton
final class ChannelAuthorizer {

    private static final Logger LOG = Logger.getLogger(ChannelAuthorizer.class);

    /** The kinds whose authorization is the signature alone. */
    private static final Set<ChannelKind> SERVED = Set.of(ChannelKind.PRIVATE, ChannelKind.PRIVATE_CACHE);

    private final ChannelPolicy policy;
    private final Signer signer;

    ChannelAuthorizer(ChannelPolicy policy, Signer signer) {
        this.policy = policy;
        this.signer = signer;
    }

    /** @throws dev.usher.problem.ProblemException if the caller may not join, or nobody needs to ask */
    ChannelAuthorization authorize(Caller caller, SubscribeRequest request) {
        ChannelName channel = request.channel();
        if (channel.kind().isPublic()) {
            throw Problem.ofField("channel_name", "names a public channel, which everyone may join without asking")
                    .asException();
        }
        return policy.decide(caller, Action.SUBSCRIBE, channel).fold(allowed -> sign(request, allowed), denied -> {
            throw refusal(caller, denied).asException();
        });
    }

    private static Problem refusal(Caller caller, Decision.Denied denied) {
        return Problem.of(ProblemType.DENIED, "No rule of the policy lets the caller subscribe to this channel.")
                .with("channel_name", denied.channel().value())
                .because("(%s asked for %s)".formatted(caller.loggable(), denied.channel()));
    }

    private ChannelAuthorization sign(SubscribeRequest request, Decision.Allowed allowed) {
        if (!SERVED.contains(request.channel().kind())) {
            // The policy would allow it, but a bare signature is none for these: on a presence channel it would be
            // the authorization of a signed-in connection, on an encrypted one the client could read nothing.
            throw Problem.of(
                            ProblemType.CHANNEL_KIND_NOT_SERVED,
                            "This version authorizes private- and private-cache- channels.")
                    .asException();
        }
        LOG.debugf("%s may join %s by the rule %s", request.socketId(), request.channel(), allowed.rule());
        return new ChannelAuthorization(signer.authorize(request.socketId(), request.channel()));
    }
}
