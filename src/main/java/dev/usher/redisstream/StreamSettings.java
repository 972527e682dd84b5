package dev.usher.redisstream;

import dev.usher.redisstream.StreamReader.Pod;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;

/** What is configured of streams, once it has been found to be of use. */
@Singleton
final class StreamSettings {

    /** A record can have some 250 KB, if almost none has. */
    private static final int MOST_IN_FLIGHT = 10_000;

    /** How much longer a lease lasts than publishing may: two of the looks at it may be late. */
    private static final Duration LEAST_MARGIN = Duration.ofSeconds(3);

    /** Connections to Redis for all that is not waiting for a stream. */
    private static final int OTHER_CONNECTIONS = 6;

    private final RedisStreamConfig config;

    StreamSettings(RedisStreamConfig config) {
        this.config = config;
    }

    /** @throws ConfigurationException if they cannot be read as it is configured */
    List<StreamKeys> streams(Config all) {
        List<String> names = config.streams().orElse(List.of());
        if (names.isEmpty()) {
            return List.of();
        }
        if (all.getOptionalValue("quarkus.redis.hosts", String.class).isEmpty()) {
            throw new ConfigurationException("Set QUARKUS_REDIS_HOSTS to where Redis is, such as"
                    + " redis://redis.example.com:6379, since USHER_INTAKE_REDIS_STREAMS names streams there.");
        }
        List<StreamKeys> streams = names.stream()
                .map(name -> StreamKeys.of(name, config.group(), config.deadLetter()))
                .toList();
        refuseTwice(streams);
        int connections = all.getValue("quarkus.redis.max-pool-size", Integer.class);
        if (connections < streams.size() + OTHER_CONNECTIONS) {
            throw new ConfigurationException("Set QUARKUS_REDIS_MAX_POOL_SIZE to %d or more: each of the %d streams of"
                            .formatted(streams.size() + OTHER_CONNECTIONS, streams.size())
                    + " USHER_INTAKE_REDIS_STREAMS takes one of the connections to Redis to wait for records.");
        }
        return streams;
    }

    private static void refuseTwice(List<StreamKeys> streams) {
        HashSet<String> seen = new HashSet<>();
        boolean distinct = streams.stream()
                .flatMap(keys -> Stream.of(keys.stream(), keys.lease(), keys.pods()))
                .allMatch(seen::add);
        if (!distinct || streams.stream().map(StreamKeys::dead).anyMatch(seen::contains)) {
            throw new ConfigurationException("Name each stream in USHER_INTAKE_REDIS_STREAMS once, and none that is"
                    + " USHER_INTAKE_REDIS_DEAD_LETTER: what never can be published would be read again.");
        }
    }

    /** @throws ConfigurationException if what is under way could outlast a lease, or memory */
    Pod pod(Config all) {
        Duration deadline = all.getValue("usher.publish.deadline", Duration.class);
        if (config.lease().compareTo(deadline.plus(LEAST_MARGIN)) < 0) {
            throw new ConfigurationException(
                    "Set USHER_INTAKE_REDIS_LEASE to %d seconds or more: to USHER_PUBLISH_DEADLINE"
                                    .formatted(deadline.plus(LEAST_MARGIN).toSeconds())
                            + " and %d besides, or two pods would publish at the same time what is to be in order."
                                    .formatted(LEAST_MARGIN.toSeconds()));
        }
        if (config.inFlight() < 1 || config.inFlight() > MOST_IN_FLIGHT) {
            throw new ConfigurationException("Set USHER_INTAKE_REDIS_IN_FLIGHT to 1 to %d.".formatted(MOST_IN_FLIGHT));
        }
        return new Pod(name(all), config.inFlight(), config.lease(), deadline);
    }

    /** As Kubernetes calls it, which is for those who look. Each is another: containers share names, and pid 1. */
    private static String name(Config all) {
        return Optional.ofNullable(all.getConfigValue("HOSTNAME").getValue()).orElse("usher") + "-" + UUID.randomUUID();
    }
}
