package dev.usher.identity;

import io.micrometer.core.instrument.Counter;
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

    TokenMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void believed(boolean cached) {
        count("usher.tokens", "What became of tokens", Tags.of("outcome", "believed"));
        count(
                "usher.token.cache",
                "Whether tokens that are believed were remembered",
                Tags.of("result", cached ? "hit" : "miss"));
    }

    void refused(Refusal refusal) {
        String outcome = refusal.name().toLowerCase(Locale.ROOT);
        count("usher.tokens", "What became of tokens", Tags.of("outcome", outcome));
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
        count("usher.keys.fetches", "Fetches of issuers' keys", Tags.of("issuer", issuer, "outcome", outcome));
    }

    private void count(String name, String description, Tags tags) {
        Counter.builder(name)
                .description(description)
                .tags(tags)
                .register(registry)
                .increment();
    }
}
