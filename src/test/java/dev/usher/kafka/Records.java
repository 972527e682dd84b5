package dev.usher.kafka;

import static dev.usher.testing.Eventually.await;

import dev.usher.testing.KafkaBroker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** What an engine writes to a topic, and what can be seen of that. */
final class Records implements AutoCloseable {

    private static final int ROUNDS_AHEAD = 20;

    private final KafkaBroker kafka;
    private final String topic;
    private final KafkaProducer<String, String> producer;
    private final Map<Integer, Integer> written = new HashMap<>();
    private final Admin admin;
    private CompletableFuture<Integer> writing = CompletableFuture.completedFuture(0);
    private volatile boolean enough;

    Records(KafkaBroker kafka, String topic) {
        this.kafka = kafka;
        this.topic = topic;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.address(), "acks", "all"),
                new StringSerializer(),
                new StringSerializer());
        this.admin = kafka.admin();
    }

    /** Writes so many events of so many keys each, numbered from where the last ended; key 7's go to channel to-7. */
    void write(int keys, int each) throws Exception {
        List<Future<?>> sent = new ArrayList<>();
        for (int i = 0; i < each; i++) {
            for (int key = 0; key < keys; key++) {
                int number = written.merge(key, 1, Integer::sum) - 1;
                sent.add(send(
                        Integer.toString(key),
                        "{\"name\":\"n\",\"channel\":\"to-%d\",\"data\":\"%d\"}".formatted(key, number)));
            }
        }
        for (Future<?> record : sent) {
            record.get();
        }
    }

    /**
     * Writes one event of each key after another in a thread of its own, until it is told to end: however fast they are
     * published, there is more to do.
     *
     * @param arrived how many have been published, which it stays ahead of by so many rounds at most
     */
    void begin(int keys, IntSupplier arrived) {
        writing = CompletableFuture.supplyAsync(() -> {
            int rounds = 0;
            while (!enough) {
                int next = ++rounds;
                await("they are published", () -> next * keys - arrived.getAsInt() < ROUNDS_AHEAD * keys || enough);
                try {
                    write(keys, 1);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
            return rounds;
        });
    }

    /** Returns how many events of each key it has written. */
    int end() {
        enough = true;
        return writing.join();
    }

    /** Returns its offset. */
    long write(String key, String value) throws Exception {
        return send(key, value).get().offset();
    }

    void writeTombstone(String key) throws Exception {
        send(key, null).get();
    }

    private Future<RecordMetadata> send(String key, @Nullable String value) {
        ProducerRecord<String, String> record = new ProducerRecord<>(topic, key, value);
        record.headers().add("trace", "kept".getBytes(StandardCharsets.UTF_8));
        return producer.send(record);
    }

    /** Waits until there are so many in that topic, and reads them. */
    List<ConsumerRecord<String, String>> read(String from, int count) {
        List<ConsumerRecord<String, String>> read = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.address()), new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(consumer.partitionsFor(from).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList());
            consumer.seekToBeginning(consumer.assignment());
            while (read.size() < count) {
                consumer.poll(Duration.ofSeconds(1)).forEach(read::add);
            }
        }
        return read;
    }

    /** How far the group is behind. */
    long unacknowledged(String group) {
        try {
            Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get();
            Map<TopicPartition, OffsetSpec> all = producer.partitionsFor(topic).stream()
                    .collect(Collectors.toMap(
                            partition -> new TopicPartition(topic, partition.partition()),
                            partition -> OffsetSpec.latest()));
            return admin.listOffsets(all).all().get().entrySet().stream()
                    .mapToLong(end -> end.getValue().offset() - offset(committed.get(end.getKey())))
                    .sum();
        } catch (ExecutionException e) {
            return Long.MAX_VALUE;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long offset(@Nullable OffsetAndMetadata committed) {
        return committed == null ? 0 : committed.offset();
    }

    @Override
    public void close() {
        enough = true;
        producer.close(Duration.ofSeconds(5));
        admin.close();
    }
}
