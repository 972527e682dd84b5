package dev.usher.embedded.broker;

import io.vertx.core.Vertx;
import java.time.Duration;

/** Notices a silent connection: asks it for a sign of life first, and gives it up when none comes. */
final class Heartbeat {

    private final Vertx vertx;
    private final Liveness liveness;
    private final Runnable ask;
    private final Runnable giveUp;

    // Touched by the connection's event loop alone, on which its timers fire too.
    private long timer = -1;

    Heartbeat(Vertx vertx, Liveness liveness, Runnable ask, Runnable giveUp) {
        this.vertx = vertx;
        this.liveness = liveness;
        this.ask = ask;
        this.giveUp = giveUp;
    }

    /** Begins to wait anew, because something has been heard. */
    void heard() {
        schedule(liveness.silence(), () -> {
            ask.run();
            schedule(liveness.patience(), giveUp);
        });
    }

    void stop() {
        vertx.cancelTimer(timer);
    }

    private void schedule(Duration delay, Runnable action) {
        stop();
        timer = vertx.setTimer(delay.toMillis(), fired -> action.run());
    }
}
