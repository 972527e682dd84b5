package dev.usher.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.identity.IssuerKeys.Trusted;
import dev.usher.identity.TokenVerifier.Verified;
import dev.usher.policy.Caller;
import dev.usher.policy.Claims;
import dev.usher.testing.SettableClock;
import io.smallrye.mutiny.Uni;
import java.lang.reflect.Field;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jose4j.keys.HmacKey;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is remembered of tokens, how much of it, and until when. */
final class TokenCacheTest {

    private static final int MILLION = 1_000_000;

    private final SettableClock clock = new SettableClock(Instant.ofEpochSecond(1_800_000_000L));
    private final VerificationKey key = key("a");
    private final ChangingKeys keys = new ChangingKeys(new Keys(List.of(key)));
    private final Trusted trusted = new Trusted(issuer(), keys);

    @Test
    void remembersWhatWasBelieved() {
        TokenCache cache = new TokenCache(10, 100_000, clock);
        Believed believed = believed(300, Map.of());
        cache.put(TokenHash.of("x"), believed);
        assertEquals(Optional.of(believed), cache.find(TokenHash.of("x")));
        assertEquals(Optional.empty(), cache.find(TokenHash.of("y")));
    }

    @Test
    void forgetsATokenWhenItEnds() {
        TokenCache cache = new TokenCache(10, 100_000, clock);
        cache.put(TokenHash.of("x"), believed(300, Map.of()));
        clock.advance(Duration.ofSeconds(329));
        assertTrue(cache.find(TokenHash.of("x")).isPresent());
        clock.advance(Duration.ofSeconds(1));
        assertEquals(Optional.empty(), cache.find(TokenHash.of("x")));
    }

    @Test
    void forgetsATokenOfWhichTheIssuerHasTakenTheKeyAway() {
        TokenCache cache = new TokenCache(10, 100_000, clock);
        cache.put(TokenHash.of("x"), believed(300, Map.of()));
        keys.current = Optional.of(new Keys(List.of(key("b"), key)));
        assertTrue(cache.find(TokenHash.of("x")).isPresent());
        keys.current = Optional.of(new Keys(List.of(key("b"))));
        assertEquals(Optional.empty(), cache.find(TokenHash.of("x")));
        // Nor does it come back with the key.
        keys.current = Optional.of(new Keys(List.of(key)));
        assertEquals(Optional.empty(), cache.find(TokenHash.of("x")));
    }

    @Test
    void believesNobodyWhileTheKeysAreTooOld() {
        TokenCache cache = new TokenCache(10, 100_000, clock);
        cache.put(TokenHash.of("x"), believed(300, Map.of()));
        keys.current = Optional.empty();
        assertEquals(Optional.empty(), cache.find(TokenHash.of("x")));
    }

    @Test
    void staysWithinItsEntriesForAMillionTokens() {
        TokenCache cache = new TokenCache(1_000, 100_000_000, clock);
        Believed believed = believed(300, Map.of());
        for (int i = 0; i < MILLION; i++) {
            cache.put(new TokenHash(i * 0x9E3779B97F4A7C15L, i, 0, 0), believed);
            assertTrue(i % 1_000 != 0 || cache.entries() <= 1_000, () -> cache.entries() + " entries");
        }
        assertTrue(cache.entries() <= 1_000);
    }

    @Test
    void staysWithinItsBytesForAMillionTokens() {
        TokenCache cache = new TokenCache(MILLION, 10_000_000, clock);
        Believed believed = believed(300, Map.of("name", "x".repeat(1_000)));
        for (int i = 0; i < MILLION; i++) {
            cache.put(new TokenHash(i * 0x9E3779B97F4A7C15L, i, 0, 0), believed);
            assertTrue(i % 10_000 != 0 || cache.bytes() <= 10_000_000, () -> cache.bytes() + " bytes");
        }
        assertTrue(cache.bytes() > 5_000_000, cache.bytes() + " bytes");
    }

    @Test
    void canBeSwitchedOff() {
        for (TokenCache off : List.of(new TokenCache(0, 100, clock), new TokenCache(100, 0, clock))) {
            off.put(TokenHash.of("x"), believed(300, Map.of()));
            assertEquals(Optional.empty(), off.find(TokenHash.of("x")));
        }
    }

    @Test
    void weighsWhatTakesMuchOfMemoryHoweverShortItIsWritten() {
        int plain = believed(300, Map.of()).bytes();
        int empties = believed(300, Map.of("x", java.util.Collections.nCopies(1_000, Map.of())))
                .bytes();
        assertTrue(empties - plain > 1_000 * 96, empties + " bytes");
        assertTrue(believed(300, Map.of("x", new java.math.BigDecimal("1e999999999")))
                        .bytes()
                < plain + 2_000);
    }

    /** Else a native executable would not find them. */
    @Test
    void registersTheClassesThatCaffeineMakesTheCacheOf() throws Exception {
        Object bounded = field("cache", new TokenCache(10, 10, clock).caffeine());
        assertEquals(TokenCache.CACHE_CLASS, bounded.getClass().getName());
        assertEquals(
                TokenCache.NODE_CLASS, field("nodeFactory", bounded).getClass().getName());
    }

    private static Object field(String name, Object object) throws Exception {
        for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (field.getName().equals(name)) {
                    field.setAccessible(true);
                    return field.get(object);
                }
            }
        }
        throw new AssertionError(name);
    }

    private Believed believed(int seconds, Map<String, Object> claims) {
        Caller caller = new Caller("42", Set.of(), new Claims(claims));
        VerifiedToken token = new VerifiedToken(
                caller, Optional.empty(), Optional.empty(), clock.instant().plusSeconds(seconds));
        Map<String, @Nullable Object> parsed = new java.util.LinkedHashMap<>(claims);
        return Believed.of(
                new Verified(token, key), new CompactToken("", Map.of(), parsed), trusted, keys.current.orElseThrow());
    }

    private static VerificationKey key(String id) {
        return new VerificationKey(Optional.of(id), new HmacKey(new byte[32]), Optional.empty());
    }

    private static Issuer issuer() {
        return new Issuer(
                "default",
                "https://issuer.example.com",
                new KeyLocation.Inline(""),
                "KEYS",
                Set.of("usher"),
                Set.of(Algorithm.HS256),
                Optional.empty(),
                new Issuer.Subjects("sub", ""),
                Roles.at("groups", Optional.empty()),
                Duration.ofSeconds(30));
    }

    private static final class ChangingKeys implements KeySet {

        private Optional<Keys> current;

        ChangingKeys(Keys keys) {
            this.current = Optional.of(keys);
        }

        @Override
        public Optional<Keys> current() {
            return current;
        }

        @Override
        public Uni<Keys> awaited() {
            return Uni.createFrom().nothing();
        }

        @Override
        public Uni<Keys> renewed() {
            return Uni.createFrom().nothing();
        }
    }
}
