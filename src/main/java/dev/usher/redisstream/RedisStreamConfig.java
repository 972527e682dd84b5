package dev.usher.redisstream;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Which Redis streams Usher takes events from; where Redis is, {@code quarkus.redis.hosts} says. */
@ConfigMapping(prefix = "usher.intake.redis")
interface RedisStreamConfig {

    /** The streams' keys. Each is read by one pod at a time, so pods share no fewer streams than there are. */
    Optional<List<String>> streams();

    /** The consumer group that all pods are. */
    @WithDefault("usher")
    String group();

    /** The stream where records lie that never can be published; each stream's own, with {@code :dead}, if not set. */
    Optional<String> deadLetter();

    /** How many records of one stream a pod has in memory at most. */
    @WithDefault("256")
    int inFlight();

    /**
     * How long a pod that does not say so any more is taken to read its streams. Longer than {@code
     * usher.publish.deadline}; what is more is how long Redis may be away before what is under way is in doubt.
     */
    @WithDefault("12s")
    Duration lease();
}
