package dev.usher.testing;

import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** For what happens in another process, which tells nobody: it has to be asked until it says so. */
public final class Eventually {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Whoever asks all the time keeps those busy whom it waits for. */
    private static final long BREATH_NANOS = 1_000_000;

    private Eventually() {}

    /** Goes on as soon as it is so. */
    public static void await(String what, BooleanSupplier condition) {
        Instant end = Instant.now().plus(PATIENCE);
        while (!condition.getAsBoolean()) {
            if (Instant.now().isAfter(end)) {
                fail("it never came to be that " + what);
            }
            LockSupport.parkNanos(BREATH_NANOS);
        }
    }
}
