package dev.usher.idempotency;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What is remembered of calls that have an {@code Idempotency-Key}. */
@ConfigMapping(prefix = "usher.idempotency")
public interface IdempotencyConfig {

    /** How long the answer to a call is kept. A client that tries again has given up by then. */
    @WithDefault("10m")
    Duration window();

    /** How many keys this process remembers at most, where they are not in Redis; the next call gets 503. */
    @WithDefault("100000")
    int maxKeys();

    /** How many bytes of memory their answers may take at most, as far as that can be estimated. */
    @WithDefault("67108864")
    long maxBytes();
}
