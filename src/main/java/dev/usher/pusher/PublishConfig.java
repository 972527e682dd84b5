package dev.usher.pusher;

import io.smallrye.config.ConfigMapping;
import java.util.OptionalInt;

/** What is known of the events that the Channels server takes. */
@ConfigMapping(prefix = "usher.publish")
interface PublishConfig {

    /**
     * How many bytes the data of an event may have, where the server was configured to take other than it does as it
     * comes.
     */
    OptionalInt maxEventSize();
}
