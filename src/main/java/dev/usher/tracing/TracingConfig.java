package dev.usher.tracing;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;
import java.util.Set;

/** What spans tell. */
@ConfigMapping(prefix = "usher.tracing")
interface TracingConfig {

    /** The attributes of a request's span whose values are not told: they are what callers choose, or whoever they are. */
    @WithDefault("url.path,url.query,client.address,user_agent.original")
    Optional<Set<String>> redacted();
}
