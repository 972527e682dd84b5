package dev.usher.kafka;

import dev.usher.intake.Verdict.Poison;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Headers;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The topic for records that cannot be published: each as it was, and in headers why, and where it was. The headers are
 * called as those of Quarkus' own dead letters are.
 */
@Singleton
final class DeadLetters {

    private static final Logger LOG = Logger.getLogger(DeadLetters.class);

    private static final Duration FAREWELL = Duration.ofSeconds(1);

    private final ClientSettings settings;

    /** Kafka's client has whoever sends wait until it knows the topic. */
    private final ExecutorService sender = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "usher-kafka-dead-letters");
        thread.setDaemon(true);
        return thread;
    });

    /** Touched by the sender; there is none before there is anything to send. */
    private @Nullable Producer<byte[], byte[]> producer;

    DeadLetters(ClientSettings settings) {
        this.settings = settings;
    }

    /** Completes when Kafka has it, and fails if it may not have it. */
    Uni<Void> write(ConsumerRecord<byte[], byte[]> record, Poison poison) {
        return send(letter(record, poison, record.value()))
                .onFailure(RecordTooLargeException.class)
                // With the headers, it may be larger than the topic takes. They tell where it is as a whole.
                .recoverWithUni(tooLarge -> send(letter(record, poison, null)))
                .invoke(() -> LOG.infof(
                        "The record at %s-%d@%d lies in %s now.",
                        record.topic(), record.partition(), record.offset(), settings.deadLetter()));
    }

    private Uni<Void> send(ProducerRecord<byte[], byte[]> letter) {
        return Uni.createFrom()
                .<Void>emitter(result -> {
                    var unused = producer().send(letter, (written, failure) -> {
                        if (failure == null) {
                            result.complete(null);
                        } else {
                            result.fail(failure);
                        }
                    });
                })
                .runSubscriptionOn(sender);
    }

    private Producer<byte[], byte[]> producer() {
        if (producer == null) {
            producer = new KafkaProducer<>(settings.producer());
        }
        return producer;
    }

    private ProducerRecord<byte[], byte[]> letter(
            ConsumerRecord<byte[], byte[]> record, Poison poison, byte @Nullable [] value) {
        ProducerRecord<byte[], byte[]> letter =
                new ProducerRecord<>(settings.deadLetter(), null, record.key(), value, record.headers());
        put(letter.headers(), "reason", poison.reason());
        put(letter.headers(), "detail", poison.detail());
        put(letter.headers(), "topic", record.topic());
        put(letter.headers(), "partition", Integer.toString(record.partition()));
        put(letter.headers(), "offset", Long.toString(record.offset()));
        return letter;
    }

    /** In place of one that was there before: a record may be a dead letter that was sent again. */
    private static void put(Headers headers, String name, String value) {
        headers.remove("dead-letter-" + name).add("dead-letter-" + name, value.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes no more. */
    void close() {
        sender.execute(() -> {
            if (producer != null) {
                producer.close(FAREWELL);
            }
        });
        sender.shutdown();
    }
}
