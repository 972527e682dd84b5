package dev.usher.kafka;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Settings of a topic that is called {@code events}. */
final class Settings {

    private static final KafkaConfig CONFIG = new KafkaConfig() {
        @Override
        public Optional<String> topic() {
            return Optional.of("events");
        }

        @Override
        public String group() {
            return "usher";
        }

        @Override
        public Optional<String> deadLetter() {
            return Optional.empty();
        }

        @Override
        public int inFlight() {
            return 10;
        }
    };

    private Settings() {}

    static Load load() {
        return new Load(CONFIG, new SimpleMeterRegistry());
    }

    /** @param kafka what is said beside where Kafka is */
    static ClientSettings of(Map<String, Object> kafka) {
        Map<String, Object> all = new HashMap<>(kafka);
        all.put("bootstrap.servers", "127.0.0.1:1");
        return new ClientSettings(CONFIG, all, load());
    }
}
