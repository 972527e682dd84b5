package dev.usher.kafka;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.internals.AutoOffsetResetStrategy;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.PartitionInfo;

/** Kafka's client, of which it is told how many connections it has, and whether there is the topic {@code events}. */
final class Client extends MockConsumer<byte[], byte[]> {

    private static final MetricName CONNECTIONS = new MetricName("connection-count", "consumer-metrics", "", Map.of());

    double connections = 1;

    Client() {
        super(AutoOffsetResetStrategy.EARLIEST.name());
    }

    void makeTopic() {
        updatePartitions("events", List.of(new PartitionInfo("events", 0, null, null, null)));
    }

    @Override
    public Map<MetricName, ? extends Metric> metrics() {
        return Map.of(CONNECTIONS, new Metric() {
            @Override
            public MetricName metricName() {
                return CONNECTIONS;
            }

            @Override
            public Object metricValue() {
                return connections;
            }
        });
    }
}
