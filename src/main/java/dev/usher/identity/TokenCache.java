package dev.usher.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The tokens that were verified lately: the same one authorizes many channels, and after a restart of the Channels
 * server all come again at once. Only what was believed is in here, so that nobody can fill it without the issuer.
 *
 * <p>Two requests that show the same unknown token at the same time verify it twice, at most once on each event loop: to
 * have one wait for the other would hold up all that its loop serves, for a computation that takes no longer.
 */
// Caffeine finds its classes by names that it puts together, and quarkus-caffeine does not know the one with a weigher.
@RegisterForReflection(classNames = {TokenCache.CACHE_CLASS, TokenCache.NODE_CLASS})
final class TokenCache {

    static final String CACHE_CLASS = "com.github.benmanes.caffeine.cache.SSMWA";
    static final String NODE_CLASS = "com.github.benmanes.caffeine.cache.PSWMW";

    private final Optional<Cache<TokenHash, Believed>> cache;
    private final Clock clock;

    /**
     * @param maxEntries tokens, at most; 0 for none
     * @param maxBytes what they may take of memory, as {@link Footprint} estimates it; 0 for none
     */
    TokenCache(long maxEntries, long maxBytes, Clock clock) {
        this.clock = clock;
        this.cache = maxEntries == 0 || maxBytes == 0 ? Optional.empty() : Optional.of(bounded(maxEntries, maxBytes));
    }

    private Cache<TokenHash, Believed> bounded(long maxEntries, long maxBytes) {
        // Caffeine keeps one bound. Where each entry weighs its share of the bytes at least, that one keeps both.
        int share = Math.toIntExact(Math.min((maxBytes + maxEntries - 1) / maxEntries, Integer.MAX_VALUE));
        return Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher((TokenHash hash, Believed believed) -> Math.max(share, believed.bytes()))
                .expireAfter(Expiry.creating((TokenHash hash, Believed believed) -> untilItsEnd(believed)))
                .ticker(ticker())
                // A few steps at each access, on the thread that is here anyway.
                .executor(Runnable::run)
                .build();
    }

    private Duration untilItsEnd(Believed believed) {
        Duration left =
                Duration.between(clock.instant(), believed.token().expiresAt().plus(believed.clockSkew()));
        return left.isNegative() ? Duration.ZERO : left;
    }

    private Ticker ticker() {
        return () -> TimeUnit.MILLISECONDS.toNanos(clock.millis());
    }

    /** What was believed, as long as it still holds. */
    Optional<Believed> find(TokenHash hash) {
        Optional<Believed> found = cache.map(entries -> entries.getIfPresent(hash));
        Instant now = clock.instant();
        if (found.filter(believed -> !believed.stillHolds(now)).isPresent()) {
            cache.ifPresent(entries -> entries.invalidate(hash));
            return Optional.empty();
        }
        return found;
    }

    void put(TokenHash hash, Believed believed) {
        cache.ifPresent(entries -> entries.put(hash, believed));
    }

    Cache<TokenHash, Believed> caffeine() {
        return cache.orElseThrow();
    }

    long entries() {
        return cache.map(Cache::estimatedSize).orElse(0L);
    }

    /** What the entries take, as it was estimated. */
    long bytes() {
        return cache.map(entries -> entries.asMap().values().stream()
                        .mapToLong(Believed::bytes)
                        .sum())
                .orElse(0L);
    }
}
