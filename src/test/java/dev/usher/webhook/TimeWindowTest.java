package dev.usher.webhook;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.problem.ProblemException;
import dev.usher.problem.ProblemType;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeWindowTest {

    /** When the vectors were made. */
    private static final Instant NOW = Instant.ofEpochMilli(1893456000123L);

    private final TimeWindow window =
            new TimeWindow(Duration.ofMinutes(6), Duration.ofMinutes(1), Clock.fixed(NOW, ZoneOffset.UTC));

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-6M", "PT-5M", "PT1M"})
    void takesWhatIsOfNowGiveOrTake(Duration ahead) {
        assertDoesNotThrow(() -> window.check(webhook(NOW.plus(ahead))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT-6M-0.001S", "PT1M0.001S", "PT-1000H", "PT1000H"})
    void refusesWhatIsTooOldOrFromTheFuture(Duration ahead) {
        assertRefuses(NOW.plus(ahead));
    }

    @Test
    void refusesWhatIsOutOfAllProportion() {
        assertRefuses(Instant.ofEpochMilli(Long.MIN_VALUE));
        assertRefuses(Instant.ofEpochMilli(Long.MAX_VALUE));
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, PT1M, max-age",
        "PT-1S, PT1M, max-age",
        "PT25H, PT1M, max-age",
        "PT6M, PT-1S, max-ahead",
        "PT6M, PT25H, max-ahead"
    })
    void doesNotStartWithAWindowThatIsNone(Duration maxAge, Duration maxAhead, String setting) {
        ConfigurationException refused =
                assertThrows(ConfigurationException.class, () -> new TimeWindow(maxAge, maxAhead, Clock.systemUTC()));
        assertTrue(Signed.message(refused).startsWith("Set usher.webhook." + setting + " to"), Signed.message(refused));
    }

    private void assertRefuses(Instant time) {
        ProblemException refused = assertThrows(ProblemException.class, () -> window.check(webhook(time)));
        assertEquals(ProblemType.WEBHOOK_OUTSIDE_WINDOW, refused.problem().type());
    }

    private static Webhook webhook(Instant time) {
        return new Webhook(time, List.of());
    }
}
