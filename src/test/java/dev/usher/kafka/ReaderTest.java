package dev.usher.kafka;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.intake.Intake;
import dev.usher.intake.ScriptedPublisher;
import dev.usher.intake.Sources;
import dev.usher.publish.EventReader;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReaderTest {

    private final Vertx vertx = Vertx.vertx();
    private final Sources sources = new Sources(new SimpleMeterRegistry());

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void goesOnAfterWhatIsNoException() throws Exception {
        CountDownLatch made = new CountDownLatch(2);
        Client client = new Client();
        Reader reader = reader(() -> {
            made.countDown();
            if (made.getCount() > 0) {
                throw new UnsatisfiedLinkError("no codec");
            }
            return client;
        });

        reader.start();
        made.await();
        reader.stop();
        assertTrue(client.closed());
    }

    @Test
    void tellsThatItDoesNotReadWhenItIsAtItsEnd() throws Exception {
        CountDownLatch made = new CountDownLatch(1);
        Reader reader = reader(() -> {
            made.countDown();
            throw new UnsatisfiedLinkError("no codec");
        });
        sources.named("kafka").connected();

        reader.start();
        made.await();
        reader.stop();
        assertFalse(sources.named("kafka").isConnected());
    }

    private Reader reader(Supplier<Consumer<byte[], byte[]>> client) {
        ScriptedPublisher publisher = new ScriptedPublisher();
        ClientSettings settings = Settings.of(Map.of());
        return new Reader(
                settings,
                client,
                new DeadLetters(settings),
                new Intake(publisher, new EventReader(publisher)),
                sources,
                vertx,
                Settings.load());
    }
}
