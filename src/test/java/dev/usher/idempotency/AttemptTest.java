package dev.usher.idempotency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.usher.policy.Caller;
import dev.usher.policy.Claims;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose key it is, and for what. */
class AttemptTest {

    private static final Attempt FIRST = attempt("https://a", "shop", "/events", "k", "{}");

    @Test
    void isTheSameWithAnotherTokenOfTheSameCaller() {
        assertEquals(FIRST, attempt("https://a", "shop", "/events", "k", "{}"));
        Caller renewed = new Caller("shop", Set.of("x"), new Claims(Map.of("iss", "https://a", "jti", "2")));
        assertEquals(FIRST, Attempt.of(renewed, "/events", new IdempotencyKey("k"), bytes("{}")));
    }

    @ParameterizedTest
    @CsvSource({
        "https://b, shop, /events, k",
        "https://a, desk, /events, k",
        "https://a, shop, /events/batch, k",
        "https://a, shop, /events, K",
        // The same characters, parted otherwise.
        "https://as, hop, /events, k",
        "https://a, shop/, events, k",
    })
    void hasAnotherKeyInAnotherPlace(String issuer, String subject, String path, String key) {
        assertNotEquals(FIRST.slot(), attempt(issuer, subject, path, key, "{}").slot());
    }

    @Test
    void comparesBodiesToTheLastByte() {
        Attempt spaced = attempt("https://a", "shop", "/events", "k", "{ }");
        assertEquals(FIRST.slot(), spaced.slot());
        assertNotEquals(FIRST.body(), spaced.body());
    }

    @Test
    void keepsBodiesAsTheirSha256() {
        assertEquals(
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                Digest.of(bytes("abc")).toString());
    }

    private static Attempt attempt(String issuer, String subject, String path, String key, String body) {
        Caller caller = new Caller(subject, Set.of(), new Claims(Map.of("iss", issuer)));
        return Attempt.of(caller, path, new IdempotencyKey(key), bytes(body));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
