package dev.usher.testing;

import dev.usher.conformance.Ports;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** A real Kafka on this machine alone, of one node, which keeps what it has when it is stopped. */
public final class KafkaBroker implements AutoCloseable {

    /** Where the build puts the broker's jars. */
    private static final Path JARS = Path.of("target", "kafka");

    private static final long PATIENCE_SECONDS = 60;

    private final int port = Ports.free();
    private final Path folder;
    private final Path properties;

    private @Nullable Process process;

    public KafkaBroker(Path folder) throws Exception {
        this.folder = folder;
        this.properties = Files.writeString(
                folder.resolve("server.properties"), """
                process.roles=broker,controller
                node.id=1
                controller.quorum.voters=1@127.0.0.1:%2$d
                listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
                advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
                controller.listener.names=CONTROLLER
                log.dirs=%3$s
                auto.create.topics.enable=false
                offsets.topic.replication.factor=1
                offsets.topic.num.partitions=1
                group.initial.rebalance.delay.ms=0
                group.min.session.timeout.ms=1000
                """.formatted(port, Ports.free(), folder.resolve("data")));
        Process format = run(
                "kafka.tools.StorageTool", "format", "-t", Uuid.randomUuid().toString(), "-c", properties.toString());
        if (!format.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || format.exitValue() != 0) {
            throw new IllegalStateException("Kafka cannot be prepared: " + log());
        }
    }

    /** Where it is, or will be. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    /** Starts it, and waits until it answers. */
    public void start() throws Exception {
        process = run("kafka.Kafka", properties.toString());
        try (Admin admin = admin()) {
            // It is no broker yet as long as it has no node.
            while (admin.describeCluster()
                    .nodes()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .isEmpty()) {
                Thread.onSpinWait();
            }
        } catch (Exception e) {
            throw new IllegalStateException("Kafka does not start: " + log(), e);
        }
    }

    /** Makes topics of so many partitions each. */
    public void create(int partitions, String... topics) throws Exception {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(topics).stream()
                            .map(topic -> new NewTopic(topic, partitions, (short) 1))
                            .toList())
                    .all()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** What operates it. */
    public Admin admin() {
        return Admin.create(Map.of(
                CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                address(),
                CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG,
                Math.toIntExact(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS))));
    }

    private Process run(String main, String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx384m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        JARS.toAbsolutePath() + File.separator + "*",
                        main)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()));
        builder.command().addAll(List.of(arguments));
        Process started = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
        return started;
    }

    private Path logFile() {
        return folder.resolve("kafka.log");
    }

    private String log() throws IOException {
        return Files.exists(logFile()) ? Files.readString(logFile()) : "";
    }

    /** Ends it without a word to anybody. */
    public void stop() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Kafka does not end");
            }
        }
    }

    @Override
    public void close() throws InterruptedException {
        stop();
    }
}
