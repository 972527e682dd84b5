package dev.usher.delivery;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How events wait for the Channels server. */
@ConfigMapping(prefix = "usher.publish")
interface DeliveryConfig {

    /**
     * How many events may wait for the Channels server; what comes on top is told to come back, at once. An event to
     * several hundred channels counts several times.
     */
    @WithDefault("10000")
    int queue();

    /** How many bytes these may have together. */
    @WithDefault("64M")
    MemorySize queueBytes();

    /**
     * How long an event may take, all calls for it included; what is not sent by then is told to come back. Less than
     * what Usher has to finish when it is told to stop, which is 10 s.
     */
    @WithDefault("8s")
    Duration deadline();

    /** How often an event is tried again at most, where that is safe. */
    @WithDefault("4")
    int retries();

    /**
     * After how many failed calls in a row none is made for a while. Where half of all calls fail, ten do so once in a
     * thousand.
     */
    @WithDefault("10")
    int failures();
}
