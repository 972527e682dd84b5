package dev.usher.kafka;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** How Kafka's client is set up: as {@code kafka.*} says, but for what keeps the promises of an intake. */
@Singleton
final class ClientSettings {

    /** What may be otherwise. Nothing that was written before the first start is lost, nor what was taken back sent. */
    private static final Map<String, Object> DEFAULTS = Map.of(
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest",
            ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
            // As much as may be in flight; Kafka's own 50 MiB would be a tenth of a small pod.
            ConsumerConfig.FETCH_MAX_BYTES_CONFIG, Load.MOST_BYTES);

    /** A name of Kafka's. */
    private static final Pattern TOPIC = Pattern.compile("(?!\\.{1,2}$)[\\w.-]{1,249}");

    /** A dead letter that is not taken is written again, so that to give up soon loses nothing. */
    private static final int SOON_MS = 10_000;

    private final KafkaConfig config;
    private final Map<String, Object> kafka;
    private final Load load;

    ClientSettings(KafkaConfig config, @Identifier("default-kafka-broker") Map<String, Object> kafka, Load load) {
        this.config = config;
        this.kafka = kafka;
        this.load = load;
    }

    String topic() {
        return config.topic().orElseThrow();
    }

    String group() {
        return config.group();
    }

    String deadLetter() {
        return config.deadLetter().orElseGet(() -> topic() + "-dead");
    }

    /** @throws ConfigurationException if Kafka's client could not work with this */
    void check() {
        if (Objects.toString(kafka.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG), "")
                .isBlank()) {
            throw new ConfigurationException("Set KAFKA_BOOTSTRAP_SERVERS to where Kafka is, such as"
                    + " kafka.example.com:9092, since USHER_INTAKE_KAFKA_TOPIC is set.");
        }
        requireTopic("USHER_INTAKE_KAFKA_TOPIC", topic());
        requireTopic("USHER_INTAKE_KAFKA_DEAD_LETTER", deadLetter());
        if (deadLetter().equals(topic())) {
            throw new ConfigurationException(
                    "Set USHER_INTAKE_KAFKA_DEAD_LETTER to another topic than USHER_INTAKE_KAFKA_TOPIC.");
        }
        load.check();
        try {
            new ConsumerConfig(consumer());
            ProducerConfig producer = new ProducerConfig(producer());
            if (producer.getInt(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG) < longestAttempt(producer)) {
                // The client says so only when there is a first dead letter to write.
                throw new ConfigurationException(
                        "Set KAFKA_DELIVERY_TIMEOUT_MS to %d or more: to KAFKA_REQUEST_TIMEOUT_MS"
                                        .formatted(longestAttempt(producer))
                                + " and KAFKA_LINGER_MS together; or leave it out.");
            }
        } catch (ConfigException e) {
            // Kafka shows no value that is a password.
            throw new ConfigurationException("Kafka's client cannot work with what KAFKA_* says: " + e.getMessage());
        }
    }

    /** Less than that, the producer does not take for the time in which a record is delivered. */
    private static long longestAttempt(ProducerConfig producer) {
        return producer.getLong(ProducerConfig.LINGER_MS_CONFIG)
                + producer.getInt(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG);
    }

    private static void requireTopic(String variable, String topic) {
        if (!TOPIC.matcher(topic).matches()) {
            throw new ConfigurationException(
                    "Set %s to a topic's name: 1 to 249 letters, digits, dots, underscores and".formatted(variable)
                            + " hyphens.");
        }
    }

    Map<String, Object> consumer() {
        Map<String, Object> settings = new HashMap<>(DEFAULTS);
        if (!"consumer".equalsIgnoreCase(Objects.toString(kafka.get(ConsumerConfig.GROUP_PROTOCOL_CONFIG), ""))) {
            // When a pod comes or goes, the others keep what they have. The newer protocol does that by itself.
            settings.put(
                    ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        }
        settings.putAll(kafka);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, config.group());
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, load.atOnce());
        // One whose name is misspelt would be made.
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return settings;
    }

    Map<String, Object> producer() {
        Map<String, Object> settings = new HashMap<>(Map.of(
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                SOON_MS / 2,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                SOON_MS / 2));
        settings.putAll(kafka);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.computeIfAbsent(
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                unset -> Math.toIntExact(
                        Math.min(Integer.MAX_VALUE, Math.max(SOON_MS, longestAttempt(new ProducerConfig(settings))))));
        return settings;
    }
}
