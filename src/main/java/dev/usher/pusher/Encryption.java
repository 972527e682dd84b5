package dev.usher.pusher;

import com.pusher.rest.crypto.CryptoUtil;
import com.pusher.rest.data.EncryptedMessage;
import dev.usher.channel.ChannelName;
import dev.usher.signing.MasterKey;
import java.nio.charset.StandardCharsets;

/**
 * Encrypts what goes to encrypted channels, end to end: NaCl's secretbox under the channel's own key.
 *
 * @see <a href="https://pusher.com/docs/channels/using_channels/encrypted-channels/">End-to-end encrypted channels</a>
 */
final class Encryption {

    /** {@code {"nonce":"","ciphertext":""}} and the 32 characters of a nonce, 24 bytes in Base64. */
    private static final int ENVELOPE = 60;

    /** The tag that authenticates the text. */
    private static final int TAG = 16;

    private final CryptoUtil crypto;

    Encryption(MasterKey masterKey) {
        this.crypto = new CryptoUtil(masterKey.reveal());
    }

    /** The data that stands for a text on that channel: another one each time, since each has a nonce of its own. */
    String seal(ChannelName channel, String text) {
        EncryptedMessage sealed = crypto.encrypt(channel.value(), text.getBytes(StandardCharsets.UTF_8));
        // Nothing in Base64 needs an escape.
        return "{\"nonce\":\"%s\",\"ciphertext\":\"%s\"}".formatted(sealed.getNonce(), sealed.getCiphertext());
    }

    /** How large the data is that stands for a text of so many bytes. */
    static int sealedSize(int bytes) {
        return ENVELOPE + 4 * ((bytes + TAG + 2) / 3);
    }
}
