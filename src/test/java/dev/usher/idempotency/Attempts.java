package dev.usher.idempotency;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** What tests send, and a clock for it. */
final class Attempts {

    private long nanos;

    static Attempt of(String key, String body) {
        return new Attempt(Digest.of(key), Digest.of(body.getBytes(StandardCharsets.UTF_8)));
    }

    long now() {
        return nanos;
    }

    void advance(Duration time) {
        nanos += time.toNanos();
    }
}
