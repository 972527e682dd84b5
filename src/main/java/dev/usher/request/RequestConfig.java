package dev.usher.request;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Who may call from a browser, and how long a call may take to arrive. */
@ConfigMapping(prefix = "usher")
interface RequestConfig {

    /**
     * The origins of the pages that may call, each exactly as a browser sends it: scheme, host, and a port other than
     * the scheme's own, such as {@code https://app.example.com}. Pages of Usher's own origin may always call.
     */
    @WithName("cors.origins")
    Optional<Set<String>> corsOrigins();

    /** How long a body may take to arrive, from the moment at which somebody wants to read it. */
    @WithName("limits.body-timeout")
    @WithDefault("10s")
    Duration bodyTimeout();
}
