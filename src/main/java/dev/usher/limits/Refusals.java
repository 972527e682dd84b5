package dev.usher.limits;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;

/** Counts who was turned away: {@code usher_refused_total}, by reason. */
@Singleton
final class Refusals {

    private final MeterRegistry registry;

    Refusals(MeterRegistry registry) {
        this.registry = registry;
        for (Refusal reason : Refusal.values()) {
            // All of them from the start: what never happened is 0, and an alert can tell that from no metric.
            Counter unused = counter(reason);
        }
    }

    void count(Refusal reason) {
        counter(reason).increment();
    }

    private Counter counter(Refusal reason) {
        return Counter.builder("usher.refused")
                .description("Calls and connections that were turned away")
                .tag("reason", reason.label())
                .register(registry);
    }
}
