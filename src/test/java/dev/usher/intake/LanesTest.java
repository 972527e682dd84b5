package dev.usher.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.usher.intake.Verdict.Poison;
import dev.usher.publish.EventReader;
import dev.usher.upstream.UpstreamFailure.Reason;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How records are worked off: by key, in order, until each is settled. */
class LanesTest {

    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Sources sources = new Sources(registry);
    private final Source source = sources.named("test");

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void settlesTheRecordsOfAKeyInTheirOrder() {
        ScriptedPublisher publisher = new ScriptedPublisher();
        Notebook log = new Notebook(25);
        Lanes<Integer> lanes = lanes(publisher, log);

        IntStream.range(0, 25).forEach(i -> lanes.add(Optional.of("k"), event(Integer.toString(i)), i));

        log.done.join();
        assertEquals(IntStream.range(0, 25).boxed().toList(), log.settled);
        assertEquals(0, lanes.inWork());
        assertEquals(25, count("published"));
    }

    @Test
    void triesAgainWithoutLettingOneOvertakeAnother() {
        ScriptedPublisher publisher = new ScriptedPublisher(
                ScriptedPublisher.failed(Reason.UNREACHABLE), ScriptedPublisher.failed(Reason.FAILED));
        Notebook log = new Notebook(3);
        Lanes<Integer> lanes = lanes(publisher, log);

        lanes.add(Optional.of("k"), event("0"), 0);
        lanes.add(Optional.of("k"), "no event".getBytes(StandardCharsets.UTF_8), 1);
        lanes.add(Optional.of("k"), event("2"), 2);

        log.done.join();
        assertEquals(List.of("0", "0", "0", "2"), publisher.sent());
        assertEquals(List.of(0, 1, 2), log.settled);
        assertEquals(1, count("dead-lettered"));
    }

    @Test
    void doesNotPublishAgainWhatTheLogCouldNotBeTold() {
        ScriptedPublisher publisher = new ScriptedPublisher();
        Notebook log = new Notebook(2);
        log.failures = 3;
        Lanes<Integer> lanes = lanes(publisher, log);

        lanes.add(Optional.of("k"), event("0"), 0);
        lanes.add(Optional.of("k"), event("1"), 1);

        log.done.join();
        assertEquals(List.of("0", "1"), publisher.sent());
        assertEquals(List.of(0, 1), log.settled);
    }

    @Test
    void ordersByTheFirstDestinationWhatHasNoKey() {
        ScriptedPublisher publisher = new ScriptedPublisher();
        publisher.hold();
        Lanes<Integer> lanes = lanes(publisher, new Notebook(3));

        lanes.add(Optional.empty(), event("0"), 0);
        lanes.add(Optional.empty(), event("1"), 1);
        lanes.add(Optional.of("other"), event("2"), 2);

        assertEquals(List.of("0", "2"), publisher.sent());
    }

    @Test
    void endsWhatIsUnderWayAndBeginsNothingWhenItIsDrained() {
        ScriptedPublisher publisher = new ScriptedPublisher();
        publisher.hold();
        Notebook log = new Notebook(1);
        Lanes<Integer> lanes = lanes(publisher, log);
        lanes.add(Optional.of("k"), event("0"), 0);
        lanes.add(Optional.of("k"), event("1"), 1);

        CompletableFuture<Integer> left =
                lanes.drain().subscribeAsCompletionStage().toCompletableFuture();
        lanes.add(Optional.of("k"), event("2"), 2);
        assertFalse(left.isDone());
        publisher.answer();

        assertEquals(1, left.join());
        assertEquals(List.of(0), log.settled);
        assertEquals(List.of("0"), publisher.sent());
        assertEquals(0, source.inWork());
    }

    /** Or whoever comes next would publish it again. */
    @Test
    void isNotDrainedBeforeTheLogKnowsOfAllThatWasPublished() {
        ScriptedPublisher publisher = new ScriptedPublisher();
        Notebook log = new Notebook(1);
        log.failures = 3;
        Lanes<Integer> lanes = lanes(publisher, log);
        lanes.add(Optional.of("k"), event("0"), 0);
        lanes.add(Optional.of("k"), event("1"), 1);

        assertEquals(
                1,
                lanes.drain().subscribeAsCompletionStage().toCompletableFuture().join());
        assertEquals(List.of(0), log.settled);
        assertEquals(List.of("0"), publisher.sent());
    }

    @Test
    void isNotWellWhileTheLogDoesNotTakeWhatBecameOfARecord() {
        ScriptedPublisher publisher = new ScriptedPublisher();
        Notebook log = new Notebook(2);
        log.failures = 1;
        source.connected();
        Lanes<Integer> lanes = lanes(publisher, log);

        lanes.add(Optional.of("k"), event("0"), 0);
        source.connected();
        lanes.add(Optional.of("other"), event("1"), 1);
        assertEquals(List.of(1), log.settled);
        assertEquals("does not take what became of records", state());

        log.done.join();
        assertEquals("is read", state());
    }

    @Test
    void leavesNoTroubleBehindWithWhatItDrops() {
        Notebook log = new Notebook(1);
        log.failures = 1;
        source.connected();
        Lanes<Integer> lanes = lanes(new ScriptedPublisher(), log);
        lanes.add(Optional.of("k"), event("0"), 0);
        assertEquals("does not take what became of records", state());

        assertEquals(1, lanes.abandon());
        assertEquals("is read", state());
    }

    @Test
    void acknowledgesNothingOnceItIsAbandoned() {
        ScriptedPublisher publisher = new ScriptedPublisher();
        publisher.hold();
        Notebook log = new Notebook(1);
        Lanes<Integer> lanes = lanes(publisher, log);
        lanes.add(Optional.of("k"), event("0"), 0);

        assertEquals(1, lanes.abandon());
        publisher.answer();

        assertEquals(List.of(), log.settled);
        assertEquals(0, source.inWork());
    }

    @Test
    void publishesNothingThatIsNotItsOwnAnyMore() {
        ScriptedPublisher publisher = new ScriptedPublisher();
        Notebook log = new Notebook(1);
        log.own = false;

        lanes(publisher, log).add(Optional.of("k"), event("0"), 0);

        assertEquals(List.of(), publisher.sent());
    }

    private Object state() {
        return Objects.requireNonNull(
                new IntakeCheck(sources).call().getData().orElseThrow().get("test"));
    }

    private Lanes<Integer> lanes(ScriptedPublisher publisher, Log<Integer> log) {
        return new Lanes<>(new Intake(publisher, new EventReader(publisher)), source, vertx, log);
    }

    private static byte[] event(String data) {
        return IntakeTest.event(data).getBytes(StandardCharsets.UTF_8);
    }

    private double count(String outcome) {
        return registry.get("usher.intake.records")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    /** Notes what is settled, after failing as often as it is told to. */
    private static final class Notebook implements Log<Integer> {

        private final List<Integer> settled = new ArrayList<>();
        private final CompletableFuture<Void> done = new CompletableFuture<>();
        private final int expected;
        private int failures;
        private boolean own = true;

        Notebook(int expected) {
            this.expected = expected;
        }

        @Override
        public synchronized Uni<Void> acknowledge(List<Integer> records) {
            if (failures > 0) {
                failures--;
                return Uni.createFrom().failure(new IllegalStateException("the log is away"));
            }
            settled.addAll(records);
            return Uni.createFrom().voidItem();
        }

        @Override
        public synchronized Uni<Void> putAside(Integer record, Poison poison) {
            return acknowledge(List.of(record));
        }

        @Override
        public boolean mayPublish() {
            return own;
        }

        @Override
        public synchronized void relieved() {
            if (settled.size() == expected) {
                done.complete(null);
            }
        }
    }
}
