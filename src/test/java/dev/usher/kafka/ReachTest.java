package dev.usher.kafka;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.intake.Source;
import dev.usher.intake.Sources;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ReachTest {

    private final AtomicLong now = new AtomicLong();
    private final Source source = new Sources(new SimpleMeterRegistry()).named("kafka");
    private final Client client = new Client();
    private final Reach reach = new Reach(client, "events", source, now::get);

    @Test
    void isNotThereBeforeTheTopicIs() {
        reach.look();
        assertFalse(source.isConnected());

        client.makeTopic();
        pass(Duration.ofSeconds(1));
        assertTrue(source.isConnected());
    }

    @Test
    void isGoneAWhileAfterTheLastConnection() {
        client.makeTopic();
        reach.look();
        client.connections = 0;
        pass(Duration.ofSeconds(3));
        assertTrue(source.isConnected());

        pass(Duration.ofMillis(1));
        assertFalse(source.isConnected());
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
        reach.look();
    }
}
