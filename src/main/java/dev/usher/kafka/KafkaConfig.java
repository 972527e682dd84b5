package dev.usher.kafka;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** From which topic events are taken, beside where Kafka is, which {@code kafka.bootstrap.servers} says. */
@ConfigMapping(prefix = "usher.intake.kafka")
interface KafkaConfig {

    /** The topic; without one, Kafka is left alone. */
    Optional<String> topic();

    /** The consumer group by which pods share the topic's partitions; another for each installation of Usher. */
    @WithDefault("usher")
    String group();

    /** The topic for records that cannot be published; that of the events with {@code -dead} behind it, if unset. */
    Optional<String> deadLetter();

    /** Records that a pod may have read and not acknowledged: no more are published again after it was killed. */
    @WithDefault("1000")
    int inFlight();
}
