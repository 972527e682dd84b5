package dev.usher.signing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import dev.usher.channel.ChannelName;
import dev.usher.testing.Vectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MasterKeyTest {

    private final MasterKey key = new MasterKey(Vectors.MASTER_KEY);

    @ParameterizedTest
    @MethodSource
    void makesTheSecretsThatTheVectorsSay(JsonNode vector) {
        ChannelName channel =
                new ChannelName(vector.get("input").get("channel_name").asText());

        assertEquals(vector.get("expected_response").get("shared_secret").asText(), key.sharedSecret(channel));
    }

    static Stream<JsonNode> makesTheSecretsThatTheVectorsSay() {
        return Vectors.of("channel_authorization")
                .filter(vector -> vector.get("expected_response").has("shared_secret"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"private-ledger", "presence-encrypted-x", "private-encrypted", "encrypted-ledger"})
    void makesNoSecretOfAChannelThatIsNotEncrypted(String channel) {
        assertThrows(IllegalArgumentException.class, () -> key.sharedSecret(new ChannelName(channel)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "c2hvcnQ=", "YiNdKXofsuFwvI1yXB2lHg5sezRGzNzxAZVIPpjbZ0UB", "not base64 at all, and long!"})
    void refusesWhatIsNoKeyWithoutQuotingIt(String text) {
        Exception refusal = assertThrows(IllegalArgumentException.class, () -> new MasterKey(text));

        assertFalse(!text.isEmpty() && refusal.toString().contains(text));
        assertEquals(null, refusal.getCause());
    }

    @Test
    void printsAsNothing() {
        assertEquals("MasterKey[hidden]", key.toString());
    }
}
