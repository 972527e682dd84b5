package dev.usher.redisstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.intake.Intake;
import dev.usher.intake.ScriptedPublisher;
import dev.usher.intake.Sources;
import dev.usher.publish.EventReader;
import dev.usher.redisstream.StreamReader.Pod;
import dev.usher.redisstream.Tenure.Tools;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When this pod reads a stream, and when it leaves that to others: nothing is overtaken, and nothing stands still. */
class StreamReaderTest {

    private static final Duration LEASE = Duration.ofSeconds(12);
    private static final Duration DEADLINE = Duration.ofSeconds(8);

    private final Vertx vertx = Vertx.vertx();
    private final AtomicLong now = new AtomicLong();
    private final ScriptedCommands redis = new ScriptedCommands();
    private final ScriptedPublisher publisher = new ScriptedPublisher();
    private final StreamReader reader = new StreamReader(
            StreamKeys.of("events", "usher", Optional.empty()),
            new Pod("pod", 256, LEASE, DEADLINE),
            new Tools(
                    redis,
                    new Intake(publisher, new EventReader(publisher)),
                    new Sources(new SimpleMeterRegistry()).named("redis"),
                    vertx,
                    now::get));

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void readsWhatIsAddedWhileItWaits() {
        attend();
        redis.add("1");
        redis.add("2");

        assertEquals(List.of("1", "2"), publisher.sent());
        assertEquals(0, redis.pending());
    }

    @Test
    void letsNothingOvertakeTheRecordsOfAnAnswerThatWasLost() {
        attend();
        redis.loseAnswer();
        redis.add("1");
        redis.add("2");
        assertEquals(List.of(), publisher.sent());
        assertTrue(reader.isUnreadable());

        attend();
        assertEquals(List.of("1", "2"), publisher.sent());
        assertEquals(2, redis.tokens.stream().distinct().count());
        assertFalse(reader.isUnreadable());
    }

    @Test
    void givesTheLeaseBackAgainThatRedisDidNotTake() {
        attend();
        redis.loseCommands(2);
        redis.add("1");
        assertTrue(redis.isLeased());

        attend();
        attend();
        assertEquals(List.of("1"), publisher.sent());
    }

    @Test
    void goesOnInAnotherTenureWithWhatStandsStillSinceTheOneBeforeCouldLapse() {
        publisher.hold();
        attend();
        redis.add("1");
        redis.add("2");
        redis.holdAnswer();
        attend();
        pass(LEASE.minus(DEADLINE));
        publisher.answer();
        assertEquals(List.of("1"), publisher.sent());
        redis.answer();

        redis.lapse();
        attend();
        assertEquals(List.of("1", "2"), publisher.sent());
    }

    @Test
    void keepsTheLeaseOfWhatItDropsUntilThatHasEnded() {
        publisher.hold();
        attend();
        redis.add("1");
        pass(LEASE.minus(DEADLINE));

        attend();
        assertFalse(reader.isReading());
        assertTrue(redis.isLeased());
    }

    @Test
    void keepsTheLeaseOfWhatItDropsWhileItIsToBeGivenBack() {
        publisher.hold();
        attend();
        redis.add("1");
        reader.leave();
        pass(LEASE.minus(DEADLINE));

        attend();
        assertTrue(redis.isLeased());
    }

    @Test
    void forgetsNoTenureForOneThatWasGivenBackBefore() {
        attend();
        redis.holdAnswer();
        reader.leave();
        pass(LEASE.minus(DEADLINE));
        attend();
        assertTrue(reader.isReading());

        redis.answer();
        assertTrue(reader.isReading());
    }

    @Test
    void leavesNoLeaseBehind() {
        attend();
        redis.add("1");

        assertEquals(0, reader.leaveForGood().await().indefinitely());
        assertFalse(redis.isLeased());
    }

    private void attend() {
        reader.attend(true).subscribe().with(attended -> {}, away -> {});
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }
}
