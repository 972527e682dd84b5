package dev.usher.identity;

import io.smallrye.mutiny.Uni;
import java.util.concurrent.atomic.AtomicInteger;

/** Where requests wait for keys that are being fetched. */
final class WaitingRoom {

    /** Each holds a request's memory; whoever comes beyond them is told to come back. */
    private static final int SEATS = 1_000;

    private final AtomicInteger taken = new AtomicInteger();

    /** The same keys, for as many as there are seats; fails for others. Who gives up leaves the seat. */
    Uni<Keys> admit(Uni<Keys> keys) {
        if (taken.incrementAndGet() > SEATS) {
            taken.decrementAndGet();
            return Uni.createFrom().failure(() -> new IllegalStateException("all seats are taken"));
        }
        return keys.onTermination().invoke(() -> taken.decrementAndGet());
    }
}
