package dev.usher.request;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithName;
import java.util.Optional;
import java.util.Set;

/** Who may call from a browser. */
@ConfigMapping(prefix = "usher")
interface RequestConfig {

    /**
     * The origins of the pages that may call, each exactly as a browser sends it: scheme, host, and a port other than
     * the scheme's own, such as {@code https://app.example.com}. Pages of Usher's own origin may always call.
     */
    @WithName("cors.origins")
    Optional<Set<String>> corsOrigins();
}
