package dev.usher.authorize;

import dev.usher.access.Asker;
import dev.usher.access.ChannelAccess;
import dev.usher.access.Deed;
import dev.usher.access.Ruling;
import dev.usher.channel.ChannelName;
import dev.usher.channel.SocketId;
import dev.usher.policy.Caller;
import dev.usher.problem.Problem;
import dev.usher.problem.ProblemType;
import dev.usher.request.Fields;
import dev.usher.signing.AppKeys;
import dev.usher.signing.Signer;
import dev.usher.upstream.ServerProfile;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Has it decided whether a caller may join a channel, and signs it only then. */
@Singleton
@Startup // So that a mistake in the configuration is found before the first request.
final class ChannelAuthorizer {

    private static final Logger LOG = Logger.getLogger(ChannelAuthorizer.class);

    private final ChannelAccess access;
    private final Supplier<AppKeys> currentKeys;
    private final UserClaims users;
    private final UserConfig.Membership membership;

    ChannelAuthorizer(
            ChannelAccess access,
            Supplier<AppKeys> currentKeys,
            UserClaims users,
            UserConfig userConfig,
            ServerProfile server) {
        if (userConfig.membership() == UserConfig.Membership.SIGNED_IN && !server.knowsMembersBySignIn()) {
            throw new ConfigurationException("Set USHER_USER_MEMBERSHIP to claims: of the servers that USHER_SERVER can"
                    + " name, only pusher takes members from signed-in connections.");
        }
        this.access = access;
        this.currentKeys = currentKeys;
        this.users = users;
        this.membership = userConfig.membership();
    }

    /**
     * Authorizes a connection of the caller's for one channel.
     *
     * @param name the channel's name as it came
     * @return fails with a {@link dev.usher.problem.ProblemException} if the caller may not join, or that cannot be
     *     decided
     * @throws dev.usher.problem.ProblemException if it is no channel, or one that nobody needs to ask for
     */
    Uni<ChannelAuthorization> authorize(Asker asker, SocketId socketId, String name) {
        ChannelName channel = Fields.parse("channel_name", name, ChannelName::new);
        if (channel.kind().isPublic()) {
            throw Problem.ofField("channel_name", "names a public channel, which everyone may join without asking")
                    .asException();
        }
        return access.decide(asker, Deed.SUBSCRIBE, channel).map(ruling -> {
            Ruling.Allowed allowed = ruling.orRefuse(() -> refusal(channel));
            LOG.debugf("%s may join %s by the rule %s", socketId, channel, allowed.rule());
            return sign(asker.caller(), socketId, channel);
        });
    }

    private static Problem refusal(ChannelName channel) {
        return Problem.of(ProblemType.DENIED, "No rule of the policy lets the caller subscribe to this channel.")
                .with("channel_name", channel.value());
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
