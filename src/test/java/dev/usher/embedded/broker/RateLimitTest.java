package dev.usher.embedded.broker;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.testing.SettableClock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RateLimitTest {

    private final SettableClock clock = new SettableClock(Instant.EPOCH);
    private final RateLimit limit = new RateLimit(clock);

    @Test
    void allowsTenInAnySecond() {
        for (int i = 0; i < 10; i++) {
            clock.set(Instant.ofEpochMilli(i * 50L));
            assertTrue(limit.allowsOneMore());
        }
        clock.set(Instant.ofEpochMilli(999));
        assertFalse(limit.allowsOneMore());
        clock.set(Instant.ofEpochMilli(1_000));
        assertTrue(limit.allowsOneMore());
        assertFalse(limit.allowsOneMore());
        clock.set(Instant.ofEpochMilli(1_050));
        assertTrue(limit.allowsOneMore());
    }
}
