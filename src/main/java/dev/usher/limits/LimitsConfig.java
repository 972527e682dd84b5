package dev.usher.limits;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How much may be asked for. Each pod counts for itself. */
@ConfigMapping(prefix = "usher.limits")
public interface LimitsConfig {

    /** How many calls a second one user may make from browsers, in the long run; without it, any number. */
    Optional<Integer> userRate();

    /** How many calls one user may make at once, before the rate counts; ten seconds' worth if it is not set. */
    Optional<Integer> userBurst();

    /** How many calls a second may come from browsers at one address, in the long run; without it, any number. */
    Optional<Integer> addressRate();

    /** How many calls may come from one address at once, before the rate counts; ten seconds' worth if it is not set. */
    Optional<Integer> addressBurst();

    /**
     * How long calls may wait for an event loop before some are told to come back, the more the longer they wait. Those
     * of servers may wait for twice as long.
     */
    @WithDefault("250ms")
    Duration lag();

    /** How many calls may be waiting for an answer at a time. At 64 KiB, the largest body of a browser's, that is 256 MiB. */
    @WithDefault("4096")
    int inFlight();

    /** How long the head of a request may take to arrive, from its first byte or the connection's beginning. */
    @WithDefault("10s")
    Duration headTimeout();

    /** How long a client may take to let an answer in. */
    @WithDefault("30s")
    Duration answerTimeout();
}
