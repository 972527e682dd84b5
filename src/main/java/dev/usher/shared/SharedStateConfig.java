package dev.usher.shared;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Where the state is kept that several pods must share. */
@ConfigMapping(prefix = "usher")
public interface SharedStateConfig {

    /** In the memory of this process alone, or in Redis. */
    @WithDefault("memory")
    Kind sharedState();

    /** Where the state is kept that several pods must share. */
    enum Kind {
        MEMORY,
        REDIS
    }
}
