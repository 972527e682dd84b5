package dev.usher.kafka;

import dev.usher.intake.Source;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.Metric;

/** Whether Kafka can be reached. Its client tells nobody who asks for records, but counts its connections. */
final class Reach {

    /** It takes its time to connect at the start, and again when a broker has gone. */
    private static final Duration DOUBT = Duration.ofSeconds(3);

    private final Optional<? extends Metric> connections;
    private final Source source;
    private long seen = System.nanoTime();

    Reach(Consumer<byte[], byte[]> consumer, Source source) {
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
            seen = System.nanoTime();
            source.connected();
        } else if (System.nanoTime() - seen > DOUBT.toNanos()) {
            source.lost(new IOException("there is no connection to any broker"));
        }
    }
}
