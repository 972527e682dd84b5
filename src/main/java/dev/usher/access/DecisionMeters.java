package dev.usher.access;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Counts decisions. No label has a value that a caller could choose, and none has more than a hundred. */
@Singleton
final class DecisionMeters {

    /** A policy can have 10,000 rules, and each name would be a time series of its own in every pod. */
    static final int MAX_RULES = 100;

    static final String OTHER = "other";

    /** The policy decides within the first two; an application's own rules take the others. */
    private static final Duration[] BUCKETS = {
        Duration.ofNanos(100_000),
        Duration.ofMillis(1),
        Duration.ofMillis(10),
        Duration.ofMillis(100),
        Duration.ofSeconds(1)
    };

    private final MeterRegistry registry;
    private final Map<Labels, Counter> counters = new ConcurrentHashMap<>();
    private final Map<Outcome, Timer> timers = new ConcurrentHashMap<>();
    private final Set<String> rules = ConcurrentHashMap.newKeySet();

    DecisionMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void count(String deed, Ruling ruling) {
        Outcome outcome = Outcome.of(ruling);
        Labels labels = ruling.fold(
                allowed -> new Labels(outcome, deed, named(allowed.rule()), ""),
                denied -> new Labels(outcome, deed, "", Outcome.NO_RULE),
                undecided -> new Labels(
                        outcome,
                        deed,
                        named(undecided.rule()),
                        undecided.reason().label()));
        counters.computeIfAbsent(labels, this::register).increment();
    }

    void time(Ruling ruling, long nanos) {
        timers.computeIfAbsent(Outcome.of(ruling), this::register).record(nanos, TimeUnit.NANOSECONDS);
    }

    /** The first hundred have a label of their own. */
    private String named(String rule) {
        return rules.contains(rule) || added(rule) ? rule : OTHER;
    }

    private boolean added(String rule) {
        synchronized (rules) {
            return rules.size() < MAX_RULES && rules.add(rule);
        }
    }

    private Timer register(Outcome outcome) {
        return Timer.builder("usher.decision.latency")
                .description("How long it took to decide")
                .tag("outcome", outcome.label())
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    private Counter register(Labels labels) {
        return Counter.builder("usher.decisions")
                .description("What was decided")
                .tag("outcome", labels.outcome.label())
                .tag("action", labels.deed)
                .tag("rule", labels.rule)
                .tag("reason", labels.reason)
                .register(registry);
    }

    private record Labels(Outcome outcome, String deed, String rule, String reason) {}
}
