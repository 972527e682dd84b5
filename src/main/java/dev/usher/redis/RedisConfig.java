package dev.usher.redis;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How pods share state by way of Redis, beside where that is, which {@code quarkus.redis.hosts} says. */
@ConfigMapping(prefix = "usher.redis")
interface RedisConfig {

    /** What Redis keeps it under; another for each installation of Usher that uses the same Redis. */
    @WithDefault("usher")
    String prefix();

    /** How often a pod looks whether it knows all revocations, beside being told of each at once. */
    @WithDefault("10s")
    Duration interval();
}
