package dev.usher.embedded.broker;

import java.time.Duration;

/**
 * How long a silent connection is believed to be alive.
 *
 * @param silence after hearing nothing for so long, the server sends a {@code pusher:ping}
 * @param patience when then nothing is heard for so long, it closes the connection
 */
record Liveness(Duration silence, Duration patience) {

    /** What clients are told as {@code activity_timeout}, in seconds. pusher-js gives up on a server that says 0. */
    static final int ACTIVITY_TIMEOUT = 120;

    /** The durations that the protocol recommends to both sides. */
    static final Liveness DEFAULT = new Liveness(Duration.ofSeconds(ACTIVITY_TIMEOUT), Duration.ofSeconds(30));
}
