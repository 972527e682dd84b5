package dev.usher.embedded.broker;

import dev.usher.channel.ChannelName;
import dev.usher.channel.SocketId;
import dev.usher.signing.Signer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * Verifies the authorizations with which clients join private and presence channels, and sign in.
 *
 * @see <a href="https://pusher.com/docs/channels/library_auth_reference/auth-signatures/">Authentication
 *     signatures</a>
 */
final class Doorkeeper {

    private final String key;
    private final Signer signer;

    Doorkeeper(String key, Signer signer) {
        this.key = key;
        this.signer = signer;
    }

    /**
     * @param user whom the connection is signed in as
     * @throws MalformedException if a field that the channel needs is missing or makes no sense
     */
    Admission admit(SocketId socketId, Topic topic, Received data, Optional<User> user) {
        return topic.fold(
                channel -> admitToChannel(socketId, channel.name(), data, user), own -> admitAsUser(own, user));
    }

    /** @throws MalformedException if a field is missing, or does not say who the user is */
    SignIn signIn(SocketId socketId, Received data) {
        String auth = data.text("auth");
        String userData = data.text("user_data");
        return objection("sign-in", auth, signer.signIn(socketId, userData), socketId + "::user::" + userData)
                .<SignIn>map(SignIn.Refused::new)
                .orElseGet(() -> new SignIn.Accepted(User.parse(userData)));
    }

    private Admission admitToChannel(SocketId socketId, ChannelName channel, Received data, Optional<User> user) {
        if (channel.kind().isPublic()) {
            return new Admission.Admitted(Optional.empty());
        }
        String auth = data.text("auth");
        if (!channel.kind().isPresence()) {
            return admitAnyone(socketId, channel, auth);
        }
        return data.optionalText("channel_data")
                .map(channelData -> admitMember(socketId, channel, auth, channelData))
                .orElseGet(() -> admitSignedIn(socketId, channel, auth, user));
    }

    // Nobody documents the rule. The name is the only thing that keeps others out, for there is no signature: clients
    // send an empty one.
    private static Admission admitAsUser(Topic.OfUser own, Optional<User> user) {
        return user.map(User::topic).filter(own::equals).isPresent()
                ? new Admission.Admitted(Optional.empty())
                : new Admission.Refused(ProtocolError.notSignedInFor(own));
    }

    // channel_data has no say here. A server that signs it on private channels too makes an authorization of
    // "private-a" with the data "x" out of one of a channel that is called "private-a:x".
    private Admission admitAnyone(SocketId socketId, ChannelName channel, String auth) {
        return subscriptionObjection(auth, signer.authorize(socketId, channel), socketId + ":" + channel)
                .orElseGet(() -> new Admission.Admitted(Optional.empty()));
    }

    private Admission admitMember(SocketId socketId, ChannelName channel, String auth, String channelData) {
        return subscriptionObjection(
                        auth,
                        signer.authorizeMember(socketId, channel, channelData),
                        socketId + ":" + channel + ":" + channelData)
                .orElseGet(() -> new Admission.Admitted(Optional.of(Member.parse(channelData))));
    }

    private Admission admitSignedIn(SocketId socketId, ChannelName channel, String auth, Optional<User> user) {
        return subscriptionObjection(auth, signer.authorizeSignedIn(socketId, channel), socketId + ":" + channel)
                .orElseGet(() -> user.map(Member::of)
                        .<Admission>map(member -> new Admission.Admitted(Optional.of(member)))
                        .orElseGet(() -> new Admission.Refused(ProtocolError.noMemberOn(channel))));
    }

    private Optional<Admission> subscriptionObjection(String auth, String expected, String text) {
        return objection("subscription", auth, expected, text).map(Admission.Refused::new);
    }

    /** Names the text that should have been signed, as Pusher does, and never the signature of it. */
    private Optional<ProtocolError> objection(String purpose, String auth, String expected, String text) {
        String claimedKey = auth.substring(0, Math.max(0, auth.indexOf(':')));
        if (!claimedKey.equals(key)) {
            return Optional.of(ProtocolError.of("Invalid key in %s auth data: '%s'".formatted(purpose, claimedKey)));
        }
        if (!isSame(auth, expected)) {
            return Optional.of(ProtocolError.of("Invalid signature: Expected HMAC SHA256 hex digest of %s, but got %s"
                    .formatted(text, auth.substring(auth.indexOf(':') + 1))));
        }
        return Optional.empty();
    }

    /** In constant time, so that a signature cannot be found out digit by digit. */
    private static boolean isSame(String auth, String expected) {
        return MessageDigest.isEqual(auth.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
    }
}
