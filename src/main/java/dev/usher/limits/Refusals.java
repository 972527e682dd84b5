package dev.usher.limits;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** Counts who was turned away: {@code usher_refused_total}, by reason. */
@Singleton
final class Refusals {

    /** All of them from the start: what never happened is 0, and an alert can tell that from no metric. */
    private final Map<Refusal, Counter> counters = new EnumMap<>(Refusal.class);

    Refusals(MeterRegistry registry) {
        for (Refusal reason : Refusal.values()) {
            counters.put(
                    reason,
                    Counter.builder("usher.refused")
                            .description("Calls and connections that were turned away")
                            .tag("reason", reason.label())
                            .register(registry));
        }
    }

    void count(Refusal reason) {
        Objects.requireNonNull(counters.get(reason)).increment();
    }
}
