package dev.usher.redisstream;

import static dev.usher.testing.Eventually.await;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.intake.Intake;
import dev.usher.intake.ScriptedPublisher;
import dev.usher.intake.Sources;
import dev.usher.publish.EventReader;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How this pod looks after its streams. */
class RedisStreamsTest {

    private final Vertx vertx = Vertx.vertx();
    private final ScriptedCommands redis = new ScriptedCommands();
    private final Sources sources = new Sources(new SimpleMeterRegistry());
    private final ScriptedPublisher publisher = new ScriptedPublisher();
    private final SmallRyeConfig config = new SmallRyeConfigBuilder()
            .withConverter(Duration.class, 100, new DurationConverter())
            .withMapping(RedisStreamConfig.class)
            .withDefaultValues(Map.of(
                    "usher.intake.redis.streams", "events",
                    "usher.publish.deadline", "8s",
                    "quarkus.redis.hosts", "redis://127.0.0.1:1",
                    "quarkus.redis.max-pool-size", "24"))
            .build();
    private final StreamSettings settings = new StreamSettings(config.getConfigMapping(RedisStreamConfig.class));
    private final RedisStreams streams =
            new RedisStreams(settings, redis, new Intake(publisher, new EventReader(publisher)), sources, vertx);

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void goesOnWhenItCouldNotLookAfterThem() throws Exception {
        redis.failToAsk();
        streams.start(new StartupEvent(), config);
        assertFalse(redis.isLeased());

        await("it looks again", redis::isLeased);
        streams.stop(new ShutdownEvent());
    }

    @Test
    void readsNothingAnyMoreWhileItIsAboutToStop() throws Exception {
        streams.start(new StartupEvent(), config);
        assertTrue(sources.named("redis").isConnected());

        streams.end(new ShutdownDelayInitiatedEvent());
        assertFalse(redis.isLeased());
        streams.stop(new ShutdownEvent());
    }

    /** As containers that share the host's name, and are pid 1 each. */
    @Test
    void callsNoTwoPodsTheSame() {
        assertNotEquals(settings.pod(config).name(), settings.pod(config).name());
    }
}
