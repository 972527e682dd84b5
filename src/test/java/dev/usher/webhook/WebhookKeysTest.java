package dev.usher.webhook;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.usher.channel.ChannelName;
import dev.usher.channel.SocketId;
import dev.usher.problem.Problem;
import dev.usher.problem.ProblemException;
import dev.usher.problem.ProblemType;
import dev.usher.signing.Secret;
import dev.usher.signing.Signer;
import dev.usher.testing.Vectors;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookKeysTest {

    private static final String BODY = "{\"time_ms\":1,\"events\":[]}";

    private final WebhookKeys keys = Signed.keys("older:0ld:Secret", "oldest:oldest-secret");

    @ParameterizedTest
    @MethodSource
    void believesTheVectors(JsonNode vector) {
        JsonNode headers = vector.get("expected_headers");
        assertDoesNotThrow(() -> keys.verify(Signed.envelope(
                headers.get("X-Pusher-Key").asText(),
                headers.get("X-Pusher-Signature").asText(),
                vector.get("input").get("body").asText())));
    }

    static Stream<JsonNode> believesTheVectors() {
        return Vectors.of("webhook");
    }

    @Test
    void believesEachActiveKeyByItsOwnSecret() {
        // A secret may hold a colon; a key cannot.
        Signer older = new Signer("older", new Secret("0ld:Secret"));
        String signature = older.signWebhook(BODY.getBytes(StandardCharsets.UTF_8));
        assertDoesNotThrow(() -> keys.verify(Signed.envelope("older", signature, BODY)));
        assertRefuses("its signature is wrong", Signed.envelope("oldest", signature, BODY));
        assertRefuses("its signature is wrong", Signed.envelope(Vectors.KEY, signature, BODY));
        assertRefuses("its key is none", Signed.envelope("oldes", signature, BODY));
    }

    @Test
    void refusesWhatIsNotSignedWithTheKeyItNames() {
        String signature = Signed.signature(BODY);
        assertRefuses("its signature is wrong", Signed.envelope(Vectors.KEY, signature, BODY + " "));
        assertRefuses("its signature is wrong", Signed.envelope(Vectors.KEY, signature.toUpperCase(Locale.ROOT), BODY));
        assertRefuses("its signature is wrong", Signed.envelope(Vectors.KEY, "", BODY));
        assertRefuses("its signature is wrong", Signed.envelope(Vectors.KEY, signature, ""));
        assertRefuses("its key is none", Signed.envelope("", signature, BODY));
        assertRefuses("its key is none", Signed.envelope(Vectors.KEY + "," + Vectors.KEY, signature, BODY));
    }

    @ParameterizedTest
    @CsvSource({"X-Pusher-Key", "X-Pusher-Signature"})
    void refusesAHeaderThatIsMissingOrThereTwice(String header) {
        Map<String, String> right = Map.of("X-Pusher-Key", Vectors.KEY, "X-Pusher-Signature", Signed.signature(BODY));
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().addAll(right);
        assertDoesNotThrow(() -> keys.verify(envelope(headers)));
        assertRefuses("not exactly one " + header, envelope(headers.add(header, right.get(header))));
        assertRefuses("not exactly one " + header, envelope(headers.remove(header)));
    }

    /** Any user has such a signature: it is the one of an authorization. */
    @Test
    void refusesASignatureThatUsherGivesForSomethingElse() {
        String auth = Signed.SIGNER.authorize(new SocketId("1.1"), new ChannelName("private-user-42"));
        assertRefuses(
                "something else than a webhook",
                Signed.envelope(Vectors.KEY, auth.substring(auth.indexOf(':') + 1), "1.1:private-user-42"));
    }

    @Test
    void tellsTheSenderNothingOfWhy() {
        Problem wrong = refusal(Signed.envelope(Vectors.KEY, "", BODY));
        Problem unknown = refusal(Signed.envelope("nobody", Signed.signature(BODY), BODY));
        Problem missing = refusal(envelope(MultiMap.caseInsensitiveMultiMap()));
        assertEquals(wrong.detail(), unknown.detail());
        assertEquals(wrong.detail(), missing.detail());
        assertEquals(Map.of(), wrong.members());
        assertEquals(Map.of(), wrong.headers());
    }

    @Property(tries = 5_000)
    void believesNothingThatIsMadeUp(@ForAll String key, @ForAll String signature, @ForAll String body) {
        for (String named : new String[] {key, Vectors.KEY, "older"}) {
            for (String sent : new String[] {body, "{" + body, BODY}) {
                ProblemException refused = assertThrows(
                        ProblemException.class, () -> keys.verify(Signed.envelope(named, signature, sent)));
                assertEquals(ProblemType.WEBHOOK_NOT_GENUINE, refused.problem().type());
                assertFalse(refused.problem().toString().contains(Signed.signature("{" + body)));
            }
        }
    }

    @Property(tries = 5_000)
    void believesNothingThatWasChanged(@ForAll int place, @ForAll byte change) {
        byte[] bytes = BODY.getBytes(StandardCharsets.ISO_8859_1);
        bytes[Math.floorMod(place, bytes.length)] ^= change;
        Envelope envelope = new Envelope(
                MultiMap.caseInsensitiveMultiMap()
                        .add(Envelope.KEY, Vectors.KEY)
                        .add(Envelope.SIGNATURE, Signed.signature(BODY)),
                bytes);
        if (change == 0) {
            assertDoesNotThrow(() -> keys.verify(envelope));
        } else {
            assertRefuses("its signature is wrong", envelope);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3cr3t", ":s3cr3t", "s3cr3t:", "s3cr3t: ", " :s3cr3t"})
    void doesNotStartWithWhatIsNoKeyAndSecret(String element) {
        assertRefusesToStart("USHER_WEBHOOK_KEYS: element 2 is no key and secret", "a:b", element);
    }

    @Test
    void doesNotStartWithKeysThatCannotBeMeant() {
        assertRefusesToStart("USHER_WEBHOOK_KEYS: element 2 has white space", "a:b", " c:s3cr3t");
        assertRefusesToStart("USHER_WEBHOOK_KEYS: element 1 has white space", "c:s3cr3t\n");
        assertRefusesToStart("USHER_WEBHOOK_KEYS: element 2 has the key of", "a:b", "a:s3cr3t");
        assertRefusesToStart("USHER_WEBHOOK_KEYS: element 1 has the key of PUSHER_KEY", Vectors.KEY + ":s3cr3t");
    }

    private static void assertRefusesToStart(String sentence, String... further) {
        ConfigurationException refused = assertThrows(ConfigurationException.class, () -> Signed.keys(further));
        assertTrue(Signed.message(refused).startsWith(sentence), Signed.message(refused));
        assertFalse(Signed.message(refused).contains("s3cr3t"), Signed.message(refused));
        assertNull(refused.getCause());
    }

    private void assertRefuses(String reason, Envelope envelope) {
        Problem problem = refusal(envelope);
        assertEquals(ProblemType.WEBHOOK_NOT_GENUINE, problem.type());
        assertTrue(problem.reason().contains(reason), problem.reason());
    }

    private Problem refusal(Envelope envelope) {
        return assertThrows(ProblemException.class, () -> keys.verify(envelope)).problem();
    }

    private static Envelope envelope(MultiMap headers) {
        return new Envelope(headers, BODY.getBytes(StandardCharsets.UTF_8));
    }
}
