package dev.usher.explain;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Set;

/** Who is told why. */
@ConfigMapping(prefix = "usher.explain")
interface ExplainConfig {

    /** One of which a caller needs. An explanation shows the rules, so it is not for everybody. */
    @WithDefault("operator")
    Set<String> roles();
}
