package dev.usher.connections;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What becomes of the connections that have signed in. */
@ConfigMapping(prefix = "usher.connections")
interface ConnectionsConfig {

    /** Whether a user's connections are ended when the last of the tokens has that they signed in with. */
    @WithDefault("false")
    boolean endWithToken();
}
