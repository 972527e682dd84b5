package dev.usher.pusher;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The connections over which Usher calls the Channels HTTP API. */
@ConfigMapping(prefix = "usher.publish")
interface TransportConfig {

    /**
     * How many connections for publishing are kept open at most where the Channels server speaks HTTP/1.1. At 50 ms for
     * an answer, 64 carry 1,280 calls a second. With HTTP/2, calls share one.
     */
    @WithDefault("64")
    int connections();

    /** How long a call may wait for a connection, including the time it takes to open one. */
    @WithDefault("2s")
    Duration connectTimeout();

    /** How long the Channels server may take from the first byte of a request to the last of its answer. */
    @WithDefault("5s")
    Duration timeout();

    /** How long an unused connection is kept. Less than what load balancers grant, which is 60 s as a rule. */
    @WithDefault("30s")
    Duration keepAlive();

    /**
     * How long a connection is used, however busy it is; up to a tenth less, so that not all end at once. Only a new one
     * goes where the host's name has come to point.
     */
    @WithDefault("5m")
    Duration maxConnectionAge();
}
