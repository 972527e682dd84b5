package dev.usher.authorize;

import dev.usher.channel.ChannelName;
import dev.usher.channel.SocketId;
import dev.usher.policy.Action;
import dev.usher.policy.Caller;
import dev.usher.policy.ChannelPolicy;
import dev.usher.policy.Decision;
import dev.usher.problem.Problem;
import dev.usher.problem.ProblemType;
import dev.usher.request.Fields;
import dev.usher.signing.AppKeys;
import dev.usher.signing.Signer;
import dev.usher.upstream.ServerProfile;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Decides whether a caller may join a channel, and signs it only then. Computes, and waits for nothing. */
@Singleton
@Startup // So that a mistake in the configuration is found before the first request.
final class ChannelAuthorizer {

    private static final Logger LOG = Logger.getLogger(ChannelAuthorizer.class);

    private final Supplier<ChannelPolicy> policy;
    private final Supplier<AppKeys> currentKeys;
    private final UserClaims users;
    private final UserConfig.Membership membership;

    ChannelAuthorizer(
            Supplier<ChannelPolicy> policy,
            Supplier<AppKeys> currentKeys,
            UserClaims users,
            UserConfig userConfig,
            ServerProfile server) {
        if (userConfig.membership() == UserConfig.Membership.SIGNED_IN && !server.knowsMembersBySignIn()) {
            throw new ConfigurationException("Set USHER_USER_MEMBERSHIP to claims: of the servers that USHER_SERVER can"
                    + " name, only pusher takes members from signed-in connections.");
        }
        this.policy = policy;
        this.currentKeys = currentKeys;
        this.users = users;
        this.membership = userConfig.membership();
    }

    /**
     * Authorizes a connection of the caller's for one channel.
     *
     * @param name the channel's name as it came
     * @throws dev.usher.problem.ProblemException if it is none, the caller may not join, or nobody needs to ask
     */
    ChannelAuthorization authorize(Caller caller, SocketId socketId, String name) {
        ChannelName channel = Fields.parse("channel_name", name, ChannelName::new);
        if (channel.kind().isPublic()) {
            throw Problem.ofField("channel_name", "names a public channel, which everyone may join without asking")
                    .asException();
        }
        Decision.Allowed allowed = policy.get()
                .decide(caller, Action.SUBSCRIBE, channel)
                .fold(decision -> decision, denied -> {
                    throw refusal(caller, denied).asException();
                });
        LOG.debugf("%s may join %s by the rule %s", socketId, channel, allowed.rule());
        return sign(caller, socketId, channel);
    }

    private static Problem refusal(Caller caller, Decision.Denied denied) {
        return Problem.of(ProblemType.DENIED, "No rule of the policy lets the caller subscribe to this channel.")
                .with("channel_name", denied.channel().value())
                .because("(%s asked for %s)".formatted(caller.loggable(), denied.channel()));
    }

    private ChannelAuthorization sign(Caller caller, SocketId socketId, ChannelName channel) {
        AppKeys keys = currentKeys.get();
        return switch (channel.kind()) {
            case PRIVATE, PRIVATE_CACHE -> ChannelAuthorization.of(keys.signer().authorize(socketId, channel));
            case PRIVATE_ENCRYPTED, PRIVATE_ENCRYPTED_CACHE ->
                ChannelAuthorization.ofEncrypted(
                        keys.signer().authorize(socketId, channel), sharedSecret(keys, channel));
            case PRESENCE, PRESENCE_CACHE -> signMember(keys.signer(), caller, socketId, channel);
            case PUBLIC, CACHE -> throw new IllegalArgumentException(channel + " is public");
        };
    }

    private ChannelAuthorization signMember(Signer signer, Caller caller, SocketId socketId, ChannelName channel) {
        return switch (membership) {
            case SIGNED_IN -> ChannelAuthorization.of(signer.authorizeSignedIn(socketId, channel));
            case CLAIMS -> {
                String channelData = users.userOf(caller).channelData();
                yield ChannelAuthorization.ofMember(
                        signer.authorizeMember(socketId, channel, channelData), channelData);
            }
        };
    }

    private static String sharedSecret(AppKeys keys, ChannelName channel) {
        return keys.masterKey().map(key -> key.sharedSecret(channel)).orElseThrow(() -> Problem.of(
                        ProblemType.CHANNEL_KIND_NOT_SERVED,
                        "There are no encrypted channels: PUSHER_ENCRYPTION_MASTER_KEY is not set.")
                .asException());
    }
}
