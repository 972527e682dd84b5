package dev.usher.embedded.broker;

import dev.usher.channel.ChannelName;
import dev.usher.channel.SocketId;
import dev.usher.signing.Signer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * Verifies the authorizations with which clients join private and presence channels.
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

    /** @throws MalformedException if a field that the channel needs is missing or makes no sense */
    Admission admit(SocketId socketId, ChannelName channel, Received data) {
        if (channel.kind().isPublic()) {
            return new Admission.Admitted(Optional.empty());
        }
        String auth = data.text("auth");
        String claimedKey = auth.substring(0, Math.max(0, auth.indexOf(':')));
        if (!claimedKey.equals(key)) {
            return refused("Invalid key in subscription auth data: '" + claimedKey + "'");
        }
        return channel.kind().isPresence()
                ? admitMember(socketId, channel, auth, data.text("channel_data"))
                : admitAnyone(socketId, channel, auth);
    }

    // channel_data has no say here. A server that signs it on private channels too makes an authorization of
    // "private-a" with the data "x" out of one of a channel that is called "private-a:x".
    private Admission admitAnyone(SocketId socketId, ChannelName channel, String auth) {
        if (!isSame(auth, signer.authorize(socketId, channel))) {
            return invalidSignature(socketId + ":" + channel, auth);
        }
        return new Admission.Admitted(Optional.empty());
    }

    private Admission admitMember(SocketId socketId, ChannelName channel, String auth, String channelData) {
        if (!isSame(auth, signer.authorizeMember(socketId, channel, channelData))) {
            return invalidSignature(socketId + ":" + channel + ":" + channelData, auth);
        }
        return new Admission.Admitted(Optional.of(Member.parse(channelData)));
    }

    /** In constant time, so that a signature cannot be found out digit by digit. */
    private static boolean isSame(String auth, String expected) {
        return MessageDigest.isEqual(auth.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
    }

    /** Names the text that should have been signed, as Pusher does, and never the signature of it. */
    private static Admission invalidSignature(String text, String auth) {
        return refused("Invalid signature: Expected HMAC SHA256 hex digest of " + text + ", but got "
                + auth.substring(auth.indexOf(':') + 1));
    }

    private static Admission refused(String message) {
        return new Admission.Refused(ProtocolError.of(message));
    }
}
