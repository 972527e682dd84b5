package dev.usher.kafka;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;

/** Takes events from Kafka for as long as Usher runs, where a topic is configured; else nothing of this is made. */
@Singleton
final class KafkaIntake {

    /** Before whatever publishes for it stops. */
    private static final int FIRST = 1;

    private final boolean wanted;
    private final Instance<Reader> reader;
    private final Instance<DeadLetters> deadLetters;

    KafkaIntake(KafkaConfig config, Instance<Reader> reader, Instance<DeadLetters> deadLetters) {
        this.wanted = config.topic().isPresent();
        this.reader = reader;
        this.deadLetters = deadLetters;
    }

    void start(@Observes StartupEvent event) {
        if (wanted) {
            reader.get().start();
        }
    }

    /** What is read until Usher stops would only have to end before that. */
    void end(@Observes ShutdownDelayInitiatedEvent event) {
        if (wanted) {
            reader.get().end();
        }
    }

    void stop(@Observes @Priority(FIRST) ShutdownEvent event) throws InterruptedException {
        if (!wanted) {
            return;
        }
        reader.get().stop();
        deadLetters.get().close();
    }
}
