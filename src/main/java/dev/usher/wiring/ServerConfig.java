package dev.usher.wiring;

import dev.usher.upstream.ServerProfile;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Which Channels server it is. */
@ConfigMapping(prefix = "usher")
interface ServerConfig {

    /** Pusher itself, or which of the servers that speak its protocol. */
    @WithDefault("pusher")
    ServerProfile server();
}
