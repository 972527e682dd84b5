package dev.usher.revocation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Set;

/** How tokens are revoked. */
@ConfigMapping(prefix = "usher.revocation")
public interface RevocationConfig {

    /** One of which a caller needs to revoke tokens. */
    @WithDefault("revoker")
    Set<String> roles();

    /**
     * For how long tokens are revoked where the call does not say. No shorter than the longest life of a token, or one
     * that was revoked would be believed again.
     */
    @WithDefault("24h")
    Duration defaultDuration();
}
