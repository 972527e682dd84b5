package dev.usher.identity;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How issuers' keys are fetched from URLs. */
@ConfigMapping(prefix = "usher.keys")
interface KeysConfig {

    /** How long keys are believed before they are fetched again. An issuer whose {@code Cache-Control} says less is
     * asked sooner. */
    @WithDefault("5m")
    Duration refresh();

    /** How long one fetch may take in all. */
    @WithDefault("3s")
    Duration timeout();

    /** How often tokens that name unknown keys may have an issuer asked. */
    @WithDefault("10s")
    Duration coolDown();

    /** How long keys are believed while the issuer cannot be reached. */
    @WithDefault("24h")
    Duration maxStale();
}
