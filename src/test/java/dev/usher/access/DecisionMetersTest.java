package dev.usher.access;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** However many rules there are, and whatever they are called, there are so many time series. */
class DecisionMetersTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final DecisionMeters meters = new DecisionMeters(registry);

    @Test
    void givesTheFirstHundredRulesALabelOfTheirOwn() {
        IntStream.range(0, 10_000).forEach(i -> meters.count("subscribe", new Ruling.Allowed("rule" + i)));
        meters.count("subscribe", new Ruling.Allowed("rule7"));
        assertEquals(
                DecisionMeters.MAX_RULES + 1,
                registry.find("usher.decisions").counters().size());
        assertEquals(2, allowed("rule7"));
        assertEquals(10_000 - DecisionMeters.MAX_RULES, allowed(DecisionMeters.OTHER));
    }

    @Test
    void countsByOutcomeActionRuleAndReason() {
        meters.count("publish", new Ruling.Denied());
        meters.count("query", new Ruling.Undecided("opa", Ruling.Reason.TIMEOUT, "anything"));
        assertEquals(1, count("deny", "publish", "", "no-rule"));
        assertEquals(1, count("undecided", "query", "opa", "timeout"));
    }

    private double allowed(String rule) {
        return count("allow", "subscribe", rule, "");
    }

    private double count(String outcome, String action, String rule, String reason) {
        Counter counter = registry.get("usher.decisions")
                .tags("outcome", outcome, "action", action, "rule", rule, "reason", reason)
                .counter();
        return counter.count();
    }
}
