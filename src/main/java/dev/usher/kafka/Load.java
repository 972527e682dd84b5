package dev.usher.kafka;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import org.apache.kafka.clients.consumer.Consumer;

/** How much is in flight, and how much is to come. Touched by the thread that reads. */
@Singleton
final class Load {

    /** Of records that are read and not finished; what is read at once comes on top. */
    static final int MOST_BYTES = 8 << 20;

    /** With as many read at once, no partition gets further ahead than what a bookmark can note. */
    private static final int MOST = Progress.SPAN;

    private final int inFlightAtMost;
    private volatile long lag;

    Load(KafkaConfig config, MeterRegistry registry) {
        this.inFlightAtMost = config.inFlight();
        Gauge.builder("usher.intake.kafka.lag", () -> lag)
                .description("Records that are not read yet, of the partitions that this pod has")
                .register(registry);
    }

    /** @throws ConfigurationException if the limit is none that makes sense */
    void check() {
        if (inFlightAtMost < 1 || inFlightAtMost > MOST) {
            throw new ConfigurationException(
                    "Set usher.intake.kafka.in-flight to 1 or more, and at most " + MOST + ".");
        }
    }

    /** How many records are read at once: half of those that may be in flight, so that there are never more. */
    int atOnce() {
        return Math.max(1, inFlightAtMost / 2);
    }

    /** Whether with as many as are read at once there could be too many. */
    boolean isFull(Assignment assignment) {
        return assignment.total(Progress::inFlight) > inFlightAtMost - atOnce()
                || assignment.total(Progress::bytes) > MOST_BYTES;
    }

    void report(Consumer<byte[], byte[]> consumer) {
        lag = consumer.assignment().stream()
                .mapToLong(partition -> consumer.currentLag(partition).orElse(0))
                .sum();
    }
}
