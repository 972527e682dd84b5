package dev.usher.idempotency;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Locale;

/** Counts what becomes of calls that have a key. */
@Singleton
final class IdempotencyMeters {

    /** What a call with a key came to. */
    enum Result {
        /** It was done. */
        NEW,
        /** It had been answered before. */
        REPLAYED,
        /** It was answered with one that was under way. */
        JOINED,
        /** Its key stood for another body. */
        MISMATCH,
        /** It was not done for lack of room. */
        FULL,
        /** It was not done because nobody could tell how it stood with the key. */
        UNAVAILABLE,
        /** It waited in vain for one that was under way. */
        OUTSTANDING,
        /** It had been begun by somebody who vanished. */
        ABANDONED
    }

    private final MeterRegistry registry;

    IdempotencyMeters(MeterRegistry registry) {
        this.registry = registry;
        // So that each is seen from the start, as 0.
        for (Result result : Result.values()) {
            Counter unused = counter(result);
        }
    }

    void count(Result result) {
        counter(result).increment();
    }

    private Counter counter(Result result) {
        return Counter.builder("usher.idempotency")
                .description("What became of calls with an Idempotency-Key")
                .tag("outcome", result.name().toLowerCase(Locale.ROOT))
                .register(registry);
    }
}
