package dev.usher.embedded.broker;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class RateLimitTest {

    private long millis;

    private final RateLimit limit = new RateLimit(new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(millis);
        }
    });

    @Test
    void allowsTenInAnySecond() {
        for (int i = 0; i < 10; i++) {
            millis = i * 50;
            assertTrue(limit.allowsOneMore());
        }
        millis = 999;
        assertFalse(limit.allowsOneMore());
        millis = 1_000;
        assertTrue(limit.allowsOneMore());
        assertFalse(limit.allowsOneMore());
        millis = 1_050;
        assertTrue(limit.allowsOneMore());
    }
}
