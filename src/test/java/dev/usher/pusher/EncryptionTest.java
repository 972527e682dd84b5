package dev.usher.pusher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.pusher.rest.crypto.CryptoUtil;
import com.pusher.rest.crypto.nacl.SecretBox;
import com.pusher.rest.data.EncryptedMessage;
import dev.usher.channel.ChannelName;
import dev.usher.signing.MasterKey;
import dev.usher.testing.Vectors;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes to encrypted channels is what their subscribers decrypt. */
final class EncryptionTest {

    static final MasterKey MASTER_KEY = new MasterKey(Vectors.MASTER_KEY);

    private static final ChannelName LEDGER = new ChannelName("private-encrypted-ledger");

    private final Encryption encryption = new Encryption(MASTER_KEY);

    @ParameterizedTest
    @MethodSource("vectors")
    void sealsWhatTheKeyOfTheChannelOpens(JsonNode vector) throws Exception {
        ChannelName channel =
                new ChannelName(vector.path("input").path("channel").asText());
        String text = vector.path("input").path("plaintext").asText();
        JsonNode sealed = new JsonMapper().readTree(encryption.seal(channel, text));
        assertEquals(
                text, open(vector.path("input").path("shared_secret_base64").asText(), sealed));
        assertEquals(text, open(MASTER_KEY.sharedSecret(channel), sealed));
        // As the vector's own, which another implementation has sealed, opens with the key that ours hands out.
        JsonNode theirs =
                new JsonMapper().readTree(vector.path("expected_event_data").asText());
        assertEquals(text, open(MASTER_KEY.sharedSecret(channel), theirs));
        assertEquals(
                vector.path("event_data_bytes").asInt(),
                encryption.seal(channel, text).length());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 1000, 7619, 7620, 10_240})
    void foretellsItsSize(int bytes) {
        assertEquals(encryption.seal(LEDGER, "x".repeat(bytes)).length(), Encryption.sealedSize(bytes));
    }

    @Test
    void writesWhatTheProtocolAsksFor() {
        assertTrue(encryption
                .seal(LEDGER, "x")
                .matches("\\{\"nonce\":\"[A-Za-z0-9+/]{32}\",\"ciphertext\":\"[A-Za-z0-9+/]{23}=\"}"));
    }

    @Test
    void takesAnotherNonceEachTime() {
        assertNotEquals(encryption.seal(LEDGER, "x"), encryption.seal(LEDGER, "x"));
    }

    @Test
    void sealsEachChannelWithAKeyOfItsOwn() throws Exception {
        JsonNode sealed = new JsonMapper().readTree(encryption.seal(new ChannelName("private-encrypted-b"), "x"));
        assertEquals(
                "x",
                new CryptoUtil(Vectors.MASTER_KEY)
                        .decrypt(
                                "private-encrypted-b",
                                new EncryptedMessage(
                                        sealed.path("nonce").asText(),
                                        sealed.path("ciphertext").asText())));
        assertThrows(RuntimeException.class, () -> open(MASTER_KEY.sharedSecret(LEDGER), sealed));
    }

    static Stream<JsonNode> vectors() {
        return Vectors.of("secretbox");
    }

    static String open(String sharedSecret, JsonNode sealed) {
        Base64.Decoder base64 = Base64.getDecoder();
        return new String(
                SecretBox.open(
                        base64.decode(sharedSecret),
                        base64.decode(sealed.path("nonce").asText()),
                        base64.decode(sealed.path("ciphertext").asText())),
                StandardCharsets.UTF_8);
    }
}
