package dev.usher.pusher;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.OptionalInt;

/** How Usher calls the Channels HTTP API. */
@ConfigMapping(prefix = "usher.publish")
interface PublishConfig {

    /**
     * How many connections to the Channels server are kept open at most. At 50 ms for an answer, 64 carry 1,280 events
     * a second.
     */
    @WithDefault("64")
    int connections();

    /** How long an event may wait for a connection, including the time it takes to open one. */
    @WithDefault("2s")
    Duration connectTimeout();

    /** How long the Channels server may take to answer. */
    @WithDefault("5s")
    Duration timeout();

    /** How long an unused connection is kept. Less than what load balancers grant, which is 60 s as a rule. */
    @WithDefault("30s")
    Duration keepAlive();

    /**
     * How many bytes the data of an event may have, where the server was configured to take other than it does as it
     * comes.
     */
    OptionalInt maxEventSize();
}
