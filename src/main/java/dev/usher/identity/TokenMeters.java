package dev.usher.identity;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;

/** Counts what becomes of tokens, and of the fetching of keys. No label comes out of a token. */
@Singleton
final class TokenMeters {

    private final MeterRegistry registry;

    TokenMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void believed(boolean cached) {
        registry.counter("usher.tokens", "outcome", "believed").increment();
        registry.counter("usher.token.cache", "result", cached ? "hit" : "miss").increment();
    }

    void refused(Refusal refusal) {
        String outcome = refusal.name().toLowerCase(Locale.ROOT);
        registry.counter("usher.tokens", "outcome", outcome).increment();
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

    private void fetched(String issuer, String outcome) {
        registry.counter("usher.keys.fetches", "issuer", issuer, "outcome", outcome)
                .increment();
    }
}
