package dev.usher.pusher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | PT0S",
                "7 | PT7S",
                "99999 | PT24H",
                "100000 | PT24H",
                "99999999999999999999999999 | PT24H",
                "Sun, 01 Mar 2026 12:00:30 GMT | PT30S",
                "Sun, 01 Mar 2026 11:00:00 GMT | PT0S",
                "Mon, 01 Mar 2027 12:00:00 GMT | PT24H"
            })
    void readsSecondsAndDates(String header, Duration expected) {
        assertEquals(Optional.of(expected), RetryAfter.read(header, NOW));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1.5", "soon", "1 s", "2026-03-01T12:00:30Z", "Sun, 99 Mar 2026 12:00:30 GMT"})
    void knowsNothingElse(String header) {
        assertEquals(Optional.empty(), RetryAfter.read(header, NOW));
    }
}
