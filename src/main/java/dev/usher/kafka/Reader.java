package dev.usher.kafka;

import dev.usher.intake.Backoff;
import dev.usher.intake.Intake;
import dev.usher.intake.Lanes;
import dev.usher.intake.Source;
import dev.usher.intake.Sources;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/** Reads until it is stopped, in one session after the other if Kafka ends one. */
@Singleton
final class Reader implements Runnable {

    private static final Logger LOG = Logger.getLogger(Reader.class);

    /** As long as a session takes to end at most, and less than a grace period. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ClientSettings settings;
    private final Supplier<Consumer<byte[], byte[]>> client;
    private final DeadLetters deadLetters;
    private final Intake intake;
    private final Source source;
    private final Vertx vertx;
    private final Load load;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);

    @Inject
    Reader(ClientSettings settings, DeadLetters deadLetters, Intake intake, Sources sources, Vertx vertx, Load load) {
        this(settings, () -> new KafkaConsumer<>(settings.consumer()), deadLetters, intake, sources, vertx, load);
    }

    /** @param client makes one for each session */
    Reader(
            ClientSettings settings,
            Supplier<Consumer<byte[], byte[]>> client,
            DeadLetters deadLetters,
            Intake intake,
            Sources sources,
            Vertx vertx,
            Load load) {
        this.settings = settings;
        this.client = client;
        this.deadLetters = deadLetters;
        this.intake = intake;
        this.source = sources.named("kafka");
        this.vertx = vertx;
        this.load = load;
    }

    /** Begins, in a thread of its own. */
    void start() {
        settings.check();
        LOG.infof(
                "Takes events from Kafka's topic %s in the group %s; those that cannot be published go to %s.",
                settings.topic(), settings.group(), settings.deadLetter());
        Thread thread = new Thread(this, "usher-kafka");
        thread.setDaemon(true);
        thread.start();
    }

    /** Reads no more, and does not wait for what is under way. */
    void end() {
        stopping.countDown();
    }

    /** Reads no more, and waits until what is under way has ended and is acknowledged. */
    void stop() throws InterruptedException {
        end();
        if (!stopped.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.warn("Kafka does not let go; what has been published since it was last asked may come twice.");
        }
    }

    @Override
    public void run() {
        int failures = 0;
        try {
            while (isToRead()) {
                failures = read() ? 1 : failures + 1;
                awaitStop(Backoff.pause(failures, Optional.empty()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            stopped.countDown();
        }
    }

    private boolean isToRead() {
        return stopping.getCount() > 0;
    }

    private void awaitStop(Duration pause) throws InterruptedException {
        if (stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.debug("Is not to go on.");
        }
    }

    /** Returns when it is over, and whether anything was read. */
    private boolean read() {
        AtomicBoolean read = new AtomicBoolean();
        try {
            read(client.get(), read);
        } catch (KafkaException e) {
            source.lost(rootOf(e));
        } catch (Throwable defect) {
            // Also of what is no exception, such as the library of a codec that is missing: nobody else would tell.
            source.lost(defect);
            LOG.error("Cannot read from Kafka, and tries again.", defect);
        }
        return read.get();
    }

    private void read(Consumer<byte[], byte[]> consumer, AtomicBoolean read) {
        try (Session session = new Session(consumer, settings.topic(), this::open, load)) {
            Reach reach = new Reach(consumer, settings.topic(), source, System::nanoTime);
            while (isToRead()) {
                if (session.turn()) {
                    read.set(true);
                }
                reach.look();
            }
        }
    }

    private Partition open(Progress progress) {
        return new Partition(progress, deadLetters, log -> new Lanes<>(intake, source, vertx, log));
    }

    /** Kafka's client hides behind a general sentence what is the matter. */
    private static Throwable rootOf(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause == null ? failure : rootOf(cause);
    }
}
