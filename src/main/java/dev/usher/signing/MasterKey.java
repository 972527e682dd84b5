package dev.usher.signing;

import dev.usher.channel.ChannelName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The key of which the keys of all encrypted channels are made. The Channels server never sees it. Prints as nothing,
 * so that it cannot reach a log or an error by accident.
 *
 * @see <a href="https://pusher.com/docs/channels/using_channels/encrypted-channels/">Encrypted channels</a>
 */
public final class MasterKey {

    /** The key of NaCl's secretbox, with which events are encrypted, and so of every part of its making. */
    private static final int BYTES = 32;

    private final byte[] bytes;

    /** @throws IllegalArgumentException if the text is not standard Base64 of {@value #BYTES} bytes */
    public MasterKey(String base64) {
        this.bytes = decode(base64);
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("has %d bytes (expected: %d)".formatted(bytes.length, BYTES));
        }
    }

    private static byte[] decode(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            // Without the decoder's own message, which quotes a character of the key.
            throw new IllegalArgumentException("is not standard Base64");
        }
    }

    /**
     * The key of one channel, which whoever may join it is given to decrypt its events.
     *
     * @return standard Base64 with padding: what is none of this, pusher-js fails on without an event
     * @throws IllegalArgumentException if the channel is not encrypted
     */
    public String sharedSecret(ChannelName channel) {
        if (!channel.kind().isEncrypted()) {
            throw new IllegalArgumentException(channel + " is no encrypted channel");
        }
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(channel.value().getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(sha256.digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK lacks SHA-256, which every JDK must have", e);
        }
    }

    /** The key itself as Base64, for a library that must be given it. */
    public String reveal() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public String toString() {
        return "MasterKey[hidden]";
    }
}
