package dev.usher.kafka;

import dev.usher.kafka.Progress.Standing;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads as long as Kafka lets it. Asks Kafka on and on, even while nothing is to be read, so that the group does not take
 * this pod for dead. Belongs to the thread that reads.
 */
final class Session implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Session.class);

    /** How long Kafka may wait for records to come; what is finished meanwhile is acknowledged after that. */
    private static final Duration WAIT = Duration.ofMillis(50);

    /** While nothing is to be read: it goes on as soon as enough is finished. */
    private static final Duration GLANCE = Duration.ofMillis(5);

    /** So long may Kafka take to hear that this pod leaves; else it finds out by itself. */
    private static final Duration FAREWELL = Duration.ofSeconds(1);

    private final Consumer<byte[], byte[]> consumer;
    private final Assignment assignment;
    private final Load load;
    private boolean committing;
    private boolean refused;

    /**
     * @param consumer is closed with this
     * @param opening has the records of a partition published
     */
    Session(Consumer<byte[], byte[]> consumer, String topic, Function<Progress, Partition> opening, Load load) {
        this.consumer = consumer;
        this.assignment = new Assignment(consumer, opening);
        this.load = load;
        consumer.subscribe(Set.of(topic), assignment);
    }

    /**
     * Reads what there is, and acknowledges what is finished.
     *
     * @return whether something was read
     */
    boolean turn() {
        boolean full = load.isFull(assignment);
        Set<TopicPartition> waiting = full ? consumer.assignment() : assignment.stretched();
        Set<TopicPartition> others = new HashSet<>(consumer.assignment());
        others.removeAll(waiting);
        consumer.pause(waiting);
        consumer.resume(others);
        ConsumerRecords<byte[], byte[]> records = consumer.poll(full ? GLANCE : WAIT);
        records.forEach(this::receive);
        load.report(consumer);
        commit();
        return !records.isEmpty();
    }

    private void receive(ConsumerRecord<byte[], byte[]> record) {
        assignment
                .partition(new TopicPartition(record.topic(), record.partition()))
                .ifPresent(partition -> partition.receive(record));
    }

    private void commit() {
        if (committing) {
            return;
        }
        Map<TopicPartition, Standing> standings = assignment.standings();
        if (!standings.isEmpty()) {
            committing = true;
            consumer.commitAsync(Assignment.offsets(standings), (offsets, failure) -> committed(standings, failure));
        }
    }

    private void committed(Map<TopicPartition, Standing> standings, @Nullable Exception failure) {
        committing = false;
        if (failure == null) {
            standings.values().forEach(Standing::acknowledge);
        } else {
            standings.values().forEach(standing -> standing.progress().doubt());
            if (!refused) {
                LOG.warnf("Kafka does not take what is finished, and is asked again: %s", failure);
            }
        }
        refused = failure != null;
    }

    @Override
    public void close() {
        try {
            assignment.leave();
        } finally {
            consumer.close(CloseOptions.timeout(FAREWELL));
        }
    }
}
