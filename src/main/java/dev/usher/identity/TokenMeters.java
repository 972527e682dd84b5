package dev.usher.identity;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;

/** Counts what becomes of tokens, and of the fetching of keys. No label comes out of a token. */
@Singleton
final class TokenMeters {

    private final MeterRegistry registry;

    // Held, because every request counts one of these.
    private final Counter believed;
    private final Counter hits;
    private final Counter misses;

    TokenMeters(MeterRegistry registry) {
        this.registry = registry;
        this.believed = tokens("believed");
        this.hits = cache("hit");
        this.misses = cache("miss");
    }

    void believed(boolean cached) {
        believed.increment();
        (cached ? hits : misses).increment();
    }

    void refused(Refusal refusal) {
        tokens(refusal.name().toLowerCase(Locale.ROOT)).increment();
    }

    /** The same fetching, with each fetch counted. */
    FetchedKeys.Fetching counting(String issuer, FetchedKeys.Fetching fetching) {
        return new FetchedKeys.Fetching() {
            @Override
            public Uni<JwksClient.Answer> get(URI url) {
                return fetching.get(url)
                        .onItemOrFailure()
                        .invoke((answer, failure) -> fetched(issuer, failure == null ? "answered" : "failed"));
            }

            @Override
            public void after(Duration delay, Runnable fetch) {
                fetching.after(delay, fetch);
            }
        };
    }

    /** Shows from when the keys are: how long an issuer may stay away, nobody could tell from the fetches alone. */
    void watch(String issuer, FetchedKeys keys) {
        Gauge.builder("usher.keys.confirmed.timestamp", keys, FetchedKeys::confirmedAt)
                .description("When the issuer said last that these are its keys, in seconds since 1970; 0: never")
                .baseUnit("seconds")
                .tag("issuer", issuer)
                .register(registry);
    }

    private void fetched(String issuer, String outcome) {
        counter("usher.keys.fetches", "Fetches of issuers' keys", Tags.of("issuer", issuer, "outcome", outcome))
                .increment();
    }

    private Counter tokens(String outcome) {
        return counter("usher.tokens", "What became of tokens", Tags.of("outcome", outcome));
    }

    private Counter cache(String result) {
        return counter(
                "usher.token.cache", "Whether tokens that are believed were remembered", Tags.of("result", result));
    }

    private Counter counter(String name, String description, Tags tags) {
        return Counter.builder(name).description(description).tags(tags).register(registry);
    }
}
