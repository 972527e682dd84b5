package dev.usher.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.channel.ChannelName;
import dev.usher.policy.Caller;
import dev.usher.policy.Claims;
import dev.usher.problem.CorrelationId;
import dev.usher.testing.LogLines;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Of what was allowed, the part that was asked for has a line; of everything else, all. */
class DecisionRecordTest {

    @RegisterExtension
    static final LogLines lines = new LogLines();

    private static final int MANY = 10_000;
    private static final Asker ASKER =
            new Asker(new Caller("42", Set.of(), new Claims(Map.of())), CorrelationId.random());
    private static final Ruling ALLOWED = new Ruling.Allowed("own");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void drawsFromWhatWasAllowed() {
        assertEquals(0, linesOf(ALLOWED, 0));
        assertEquals(MANY, linesOf(ALLOWED, 1));
        long some = linesOf(ALLOWED, 0.1);
        // Ten standard deviations to either side.
        assertTrue(some > 700 && some < 1300, () -> some + " lines");
        assertEquals(3 * MANY, registry.get("usher.decisions").counter().count());
    }

    @Test
    void putsAllElseOnRecord() {
        assertEquals(MANY, linesOf(new Ruling.Denied(), 0));
        assertEquals(MANY, linesOf(new Ruling.Undecided("opa", Ruling.Reason.TIMEOUT, ""), 0));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1, 50, Double.NaN, Double.POSITIVE_INFINITY})
    void refusesAPartThatIsNone(double part) {
        assertThrows(ConfigurationException.class, () -> record(part));
    }

    private long linesOf(Ruling ruling, double logAllowed) {
        long before = count();
        DecisionRecord record = record(logAllowed);
        for (int i = 0; i < MANY; i++) {
            record.add(ASKER, Deed.SUBSCRIBE, new ChannelName("private-user-42"), ruling, 1);
        }
        return count() - before;
    }

    private long count() {
        return lines.toString()
                .lines()
                .filter(line -> line.contains("outcome="))
                .count();
    }

    private DecisionRecord record(double logAllowed) {
        return new DecisionRecord(new DecisionMeters(registry), () -> logAllowed);
    }
}
