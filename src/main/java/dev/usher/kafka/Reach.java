package dev.usher.kafka;

import dev.usher.intake.Source;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Whether Kafka can be reached, and has the topic. Its client tells neither to whoever asks for records, but it counts its
 * connections.
 */
final class Reach {

    /** It takes its time to connect at the start, and again when a broker has gone. */
    private static final Duration DOUBT = Duration.ofSeconds(3);

    /** How often a topic is asked for that there is not, and for how long at most. One that there is costs nothing. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Consumer<byte[], byte[]> consumer;
    private final String topic;
    private final Optional<? extends Metric> connections;
    private final Source source;
    private final LongSupplier nanoTime;
    private long seen;
    private Optional<Long> missed = Optional.empty();

    /** @param nanoTime as {@link System#nanoTime()} */
    Reach(Consumer<byte[], byte[]> consumer, String topic, Source source, LongSupplier nanoTime) {
        this.consumer = consumer;
        this.topic = topic;
        this.nanoTime = nanoTime;
        this.seen = nanoTime.getAsLong();
        this.connections = consumer.metrics().entrySet().stream()
                .filter(entry -> entry.getKey().name().equals("connection-count"))
                .map(Map.Entry::getValue)
                .findFirst();
        this.source = source;
    }

    /** Looks, and tells. */
    void look() {
        if (connections
                .filter(count -> ((Number) count.metricValue()).doubleValue() > 0)
                .isPresent()) {
            seen = nanoTime.getAsLong();
            lookForTopic();
        } else if (nanoTime.getAsLong() - seen > DOUBT.toNanos()) {
            source.lost(new IOException("there is no connection to any broker"));
        }
    }

    private void lookForTopic() {
        if (missed.filter(then -> seen - then < PATIENCE.toNanos()).isPresent()) {
            return;
        }
        if (isThere()) {
            missed = Optional.empty();
            source.connected();
        } else {
            missed = Optional.of(seen);
            source.lost(new IOException("there is no topic " + topic));
        }
    }

    private boolean isThere() {
        try {
            return Optional.ofNullable(consumer.partitionsFor(topic, PATIENCE))
                    .filter(partitions -> !partitions.isEmpty())
                    .isPresent();
        } catch (TimeoutException untold) {
            return false;
        }
    }
}
