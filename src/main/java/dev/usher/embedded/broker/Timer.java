package dev.usher.embedded.broker;

import java.time.Duration;

/** Does things later, without a thread that waits. */
@FunctionalInterface
interface Timer {

    void after(Duration delay, Runnable action);
}
