package dev.usher.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How an application's own rules are asked. */
@ConfigMapping(prefix = "usher.access")
public interface AccessConfig {

    /** How long a rule may think. */
    @WithDefault("1s")
    Duration timeout();

    /** How many questions one rule may have before it at a time; the next cannot be decided, which is said at once. */
    @WithDefault("256")
    int inFlight();
}
