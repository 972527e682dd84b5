package dev.usher.kafka;

import dev.usher.intake.Lanes;
import dev.usher.intake.Log;
import dev.usher.intake.Verdict.Poison;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A partition, for as long as this pod has it. */
final class Partition implements Log<ConsumerRecord<byte[], byte[]>> {

    /** What Kafka has no value for, to mark that a key was deleted, reads like an empty body: it is no event. */
    private static final byte[] NOTHING = {};

    private final Progress progress;
    private final DeadLetters deadLetters;
    private final Lanes<ConsumerRecord<byte[], byte[]>> lanes;

    /** @param lanes makes those of this partition */
    Partition(
            Progress progress,
            DeadLetters deadLetters,
            Function<Log<ConsumerRecord<byte[], byte[]>>, Lanes<ConsumerRecord<byte[], byte[]>>> lanes) {
        this.progress = progress;
        this.deadLetters = deadLetters;
        this.lanes = lanes.apply(this);
    }

    Progress progress() {
        return progress;
    }

    /** Has the record published, unless that was done before. */
    void receive(ConsumerRecord<byte[], byte[]> record) {
        int size = Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
        if (progress.receive(record.offset(), size)) {
            lanes.add(key(record), Objects.requireNonNullElse(record.value(), NOTHING), record);
        }
    }

    /** Each byte as a character, so that no two keys are alike. */
    private static Optional<String> key(ConsumerRecord<byte[], byte[]> record) {
        return Optional.ofNullable(record.key()).map(key -> new String(key, StandardCharsets.ISO_8859_1));
    }

    @Override
    public Uni<Void> acknowledge(List<ConsumerRecord<byte[], byte[]>> records) {
        records.forEach(record -> progress.finish(record.offset()));
        return Uni.createFrom().voidItem();
    }

    @Override
    public Uni<Void> putAside(ConsumerRecord<byte[], byte[]> record, Poison poison) {
        return deadLetters.write(record, poison).invoke(() -> progress.finish(record.offset()));
    }

    /** Begins nothing any more; completes when what has begun has ended. */
    CompletableFuture<Integer> drain() {
        return lanes.drain().subscribeAsCompletionStage();
    }

    /** Drops what has not ended; tells how much that is. */
    int abandon() {
        return lanes.abandon();
    }
}
