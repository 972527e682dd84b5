package dev.usher.kafka;

import dev.usher.kafka.Progress.Standing;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/** The partitions that the group has given to this pod. Belongs to the thread that reads. */
final class Assignment implements ConsumerRebalanceListener {

    private static final Logger LOG = Logger.getLogger(Assignment.class);

    /** How long a partition that goes to another pod waits for what is under way: less than a grace period. */
    private static final Duration QUIET = Duration.ofSeconds(7);

    /** How long Kafka may take to say, or to be told, how far a partition is finished. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Consumer<byte[], byte[]> consumer;
    private final Function<Progress, Partition> opening;
    private final Map<TopicPartition, Partition> partitions = new HashMap<>();

    /** @param opening has the records of a partition published */
    Assignment(Consumer<byte[], byte[]> consumer, Function<Progress, Partition> opening) {
        this.consumer = consumer;
        this.opening = opening;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> added) {
        if (added.isEmpty()) {
            return;
        }
        Map<TopicPartition, OffsetAndMetadata> committed = committed(Set.copyOf(added));
        for (TopicPartition partition : added) {
            Bookmark before = Optional.ofNullable(committed.get(partition))
                    .map(Bookmark::of)
                    .orElse(Bookmark.START);
            partitions.put(partition, opening.apply(new Progress(before)));
        }
        LOG.infof("Takes events from %s.", names(added));
    }

    /** Without it, nothing is lost: what was finished ahead is published again. */
    private Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> added) {
        try {
            return consumer.committed(added, PATIENCE);
        } catch (KafkaException e) {
            LOG.warnf("Kafka does not tell what of %s is finished; some events may come twice: %s", names(added), e);
            return Map.of();
        }
    }

    /**
     * Holds up whoever gets them until what is under way has ended, so that nobody overtakes it, and until Kafka knows what
     * is finished.
     */
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
        Map<TopicPartition, Partition> going = new HashMap<>(partitions);
        going.keySet().retainAll(revoked);
        if (going.isEmpty()) {
            return;
        }
        drain(going.values());
        going.values().forEach(partition -> partition.progress().doubt());
        commit(standings(going));
        partitions.keySet().removeAll(revoked);
        LOG.infof(
                "Has given away %s: of the records that were read, %d are finished, and %d are left to whoever gets them.",
                names(going.keySet()), total(going, Progress::finished), total(going, Progress::unfinished));
    }

    /** Somebody else has them already, so that nothing can be said about them any more. */
    @Override
    public void onPartitionsLost(Collection<TopicPartition> lost) {
        int left = lost.stream()
                .flatMap(partition -> Optional.ofNullable(partitions.remove(partition)).stream())
                .mapToInt(Partition::abandon)
                .sum();
        LOG.warnf(
                "Has lost %s, since Kafka has not heard of this pod for too long: some events may come twice, and %d records"
                        + " that were read are left to whoever has them now.",
                names(lost), left);
    }

    /** Gives all of them away. */
    void leave() {
        onPartitionsRevoked(Set.copyOf(partitions.keySet()));
    }

    private static void drain(Collection<Partition> going) {
        CompletableFuture<?>[] drained = going.stream().map(Partition::drain).toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(drained).get(QUIET.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.warnf(
                    "What is under way does not end: of %d records, some may come twice.",
                    going.stream().mapToInt(Partition::abandon).sum());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void commit(Map<TopicPartition, Standing> standings) {
        if (standings.isEmpty()) {
            return;
        }
        try {
            consumer.commitSync(offsets(standings), PATIENCE);
        } catch (KafkaException e) {
            LOG.warnf("Kafka does not take what is finished; some events may come twice: %s", e);
        }
    }

    /** Of a partition that this pod does not have, nothing. */
    Optional<Partition> partition(TopicPartition partition) {
        return Optional.ofNullable(partitions.get(partition));
    }

    /** The sum over all partitions. */
    long total(ToLongFunction<Progress> quantity) {
        return total(partitions, quantity);
    }

    private static long total(Map<TopicPartition, Partition> partitions, ToLongFunction<Progress> quantity) {
        return partitions.values().stream()
                .map(Partition::progress)
                .mapToLong(quantity)
                .sum();
    }

    /** Those of which nothing is to be read for now. */
    Set<TopicPartition> stretched() {
        return partitions.entrySet().stream()
                .filter(entry -> entry.getValue().progress().isStretched())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** What is to be committed now, as of {@link Progress#standing}. */
    Map<TopicPartition, Standing> standings() {
        return standings(partitions);
    }

    private static Map<TopicPartition, Standing> standings(Map<TopicPartition, Partition> partitions) {
        Map<TopicPartition, Standing> standings = new HashMap<>();
        partitions.forEach((name, partition) ->
                partition.progress().standing().ifPresent(standing -> standings.put(name, standing)));
        return standings;
    }

    /** As Kafka takes them. */
    static Map<TopicPartition, OffsetAndMetadata> offsets(Map<TopicPartition, Standing> standings) {
        return standings.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().bookmark().committed()));
    }

    private static String names(Collection<TopicPartition> partitions) {
        return partitions.stream().map(TopicPartition::toString).sorted().collect(Collectors.joining(", "));
    }
}
