package dev.usher.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.publish.Event;
import dev.usher.publish.PublishOutcome;
import dev.usher.testing.LogLines;
import dev.usher.tracing.CallSpans;
import dev.usher.upstream.ServerProfile.Limits;
import dev.usher.upstream.UpstreamFailure;
import dev.usher.upstream.UpstreamFailure.Reason;
import dev.usher.upstream.UpstreamResult;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which thread runs what, how long is waited, and how it ends. */
@Timeout(60)
class QueuedPublisherTest {

    @RegisterExtension
    static final LogLines LOG = new LogLines();

    private static final Duration LONG = Duration.ofSeconds(30);

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
    private final RecordingServer server = new RecordingServer();

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void callsOnEventLoopsAndAnswersOnThatOfTheCaller() throws Exception {
        QueuedPublisher publisher = publisher(LONG);
        Context caller = vertx.getOrCreateContext();
        CompletableFuture<Context> answered = new CompletableFuture<>();
        caller.runOnContext(now -> publisher
                .publish(List.of(HeldServer.event("1", "a")))
                .subscribe()
                .with(outcomes -> answered.complete(Vertx.currentContext()), answered::completeExceptionally));
        assertSame(caller, answered.get(20, TimeUnit.SECONDS));
        assertTrue(
                server.threads.stream().allMatch(name -> name.startsWith("vert.x-eventloop-thread-")),
                () -> server.threads.toString());
    }

    @Test
    void keepsTheOrderOfAChannelWhateverThreadsDeliver() throws Exception {
        QueuedPublisher publisher = publisher(LONG);
        List<CompletableFuture<List<PublishOutcome>>> all = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            all.add(publish(publisher, HeldServer.event(Integer.toString(i), "c" + i % 7)));
        }
        for (CompletableFuture<List<PublishOutcome>> one : all) {
            assertInstanceOf(
                    PublishOutcome.Accepted.class, one.get(20, TimeUnit.SECONDS).get(0));
        }
        assertEquals(2_000, server.taken.values().stream().mapToInt(List::size).sum());
        server.taken
                .values()
                .forEach(names -> assertEquals(names.stream().sorted().toList(), names));
    }

    @Test
    void publishesNothingBeforeItIsSubscribedToAndOnceForEachTime() {
        QueuedPublisher publisher = publisher(LONG);
        Uni<List<PublishOutcome>> publishing = publisher.publish(List.of(HeldServer.event("1", "a")));
        assertTrue(server.taken.isEmpty());
        publishing.subscribeAsCompletionStage().join();
        publishing.subscribeAsCompletionStage().join();
        assertEquals(Map.of("a", List.of(1, 1)), server.taken);
    }

    @Test
    void deliversWhatNobodyWaitsForAnyMore() throws Exception {
        QueuedPublisher publisher = publisher(LONG);
        server.hold = new CountDownLatch(1);
        publish(publisher, HeldServer.event("1", "a")).cancel(false);
        server.asked.await();
        server.letGo();
        CompletableFuture<List<PublishOutcome>> next = publish(publisher, HeldServer.event("2", "a"));
        assertInstanceOf(
                PublishOutcome.Accepted.class, next.get(20, TimeUnit.SECONDS).get(0));
        assertEquals(Map.of("a", List.of(1, 2)), server.taken);
    }

    @Test
    void sendsNothingMoreOfAnOrderedShipmentThatNobodyWaitsForAnyMore() throws Exception {
        QueuedPublisher publisher = publisher(LONG);
        server.hold = new CountDownLatch(1);
        CompletableFuture<List<PublishOutcome>> first = publish(publisher, HeldServer.event("1", "a"));
        server.asked.await();
        publisher
                .publishInOrder(List.of(HeldServer.event("2", "a"), HeldServer.event("3", "b")))
                .subscribeAsCompletionStage()
                .cancel(false);
        server.letGo();
        first.get(20, TimeUnit.SECONDS);
        publish(publisher, HeldServer.event("4", "a")).get(20, TimeUnit.SECONDS);
        assertEquals(Map.of("a", List.of(1, 4)), server.taken);
    }

    @Test
    void tellsWhenTheTimeIsUp() throws Exception {
        QueuedPublisher publisher = publisher(Duration.ofMillis(200));
        server.hold = new CountDownLatch(1);
        PublishOutcome sent = publish(publisher, HeldServer.event("1", "a"))
                .get(20, TimeUnit.SECONDS)
                .get(0);
        PublishOutcome waiting = publish(publisher, HeldServer.event("2", "a"))
                .get(20, TimeUnit.SECONDS)
                .get(0);
        assertEquals(Reason.TIMED_OUT, reason(sent));
        assertEquals(Reason.OUT_OF_TIME, reason(waiting));
        server.letGo();
    }

    @Test
    void deliversBeforeItEndsAndTakesNothingMore() throws Exception {
        QueuedPublisher publisher = publisher(LONG);
        server.hold = new CountDownLatch(1);
        List<CompletableFuture<List<PublishOutcome>>> all = IntStream.range(0, 30)
                .mapToObj(i -> publish(publisher, HeldServer.event(Integer.toString(i), "a")))
                .toList();
        server.asked.await();
        CompletableFuture<Void> ended = CompletableFuture.runAsync(() -> drain(publisher));
        assertFalse(ended.isDone());
        server.letGo();
        ended.get(20, TimeUnit.SECONDS);
        for (CompletableFuture<List<PublishOutcome>> one : all) {
            assertInstanceOf(
                    PublishOutcome.Accepted.class, one.get(20, TimeUnit.SECONDS).get(0));
        }
        assertEquals(
                Reason.OVERLOADED,
                reason(publish(publisher, HeldServer.event("31", "a"))
                        .get(20, TimeUnit.SECONDS)
                        .get(0)));
    }

    @Test
    void endsAlsoIfTheServerNeverAnswers() throws InterruptedException, ExecutionException {
        QueuedPublisher publisher = publisher(Duration.ofMillis(200));
        server.hold = new CountDownLatch(1);
        var sent = publish(publisher, HeldServer.event("1", "a"));
        drain(publisher);
        assertTrue(
                LOG.toString().contains("0 have been published since, 0 have not, and of 1 it is not known"),
                LOG::toString);
        assertEquals(Reason.TIMED_OUT, reason(sent.get().get(0)));
        server.letGo();
    }

    /** The server's failures settle them before the time is over. */
    @Test
    void countsAtTheEndWhatAServerThatIsDownDidNotTake() throws Exception {
        QueuedPublisher publisher = publisher(LONG);
        server.hold = new CountDownLatch(1);
        server.failure = Optional.of(new UpstreamFailure(Reason.MISCONFIGURED));
        List<CompletableFuture<List<PublishOutcome>>> all = IntStream.range(0, 12)
                .mapToObj(i -> publish(publisher, HeldServer.event(Integer.toString(i), "a")))
                .toList();
        server.asked.await();
        CompletableFuture<Void> ended = CompletableFuture.runAsync(() -> drain(publisher));
        server.letGo();
        ended.get(20, TimeUnit.SECONDS);
        assertTrue(all.stream().allMatch(CompletableFuture::isDone));
        assertTrue(LOG.toString().contains(" have not, and of 0 it is not known"), LOG::toString);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1, PT1S, 0, 1, queue",
        "1, 0, PT1S, 0, 1, queue-bytes",
        "1, 1, PT0S, 0, 1, deadline",
        "1, 1, PT1S, -1, 1, retries",
        "1, 1, PT1S, 0, 0, failures"
    })
    void doesNotStartWithWhatCannotWork(
            int queue, long bytes, Duration deadline, int retries, int failures, String setting) {
        ConfigurationException refused = assertThrows(
                ConfigurationException.class, () -> publisher(new Config(queue, bytes, deadline, retries, failures)));
        assertTrue(
                String.valueOf(refused.getMessage()).startsWith("Set usher.publish." + setting + " to "),
                refused.getMessage());
    }

    private static void drain(QueuedPublisher publisher) {
        try {
            publisher.drain(new ShutdownEvent());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Reason reason(PublishOutcome outcome) {
        return assertInstanceOf(PublishOutcome.NotAccepted.class, outcome)
                .failure()
                .reason();
    }

    private static CompletableFuture<List<PublishOutcome>> publish(QueuedPublisher publisher, Event event) {
        return publisher.publish(List.of(event)).subscribeAsCompletionStage();
    }

    private QueuedPublisher publisher(Duration deadline) {
        return publisher(new Config(10_000, 1_000_000, deadline, 4, 10));
    }

    private QueuedPublisher publisher(Config config) {
        return new QueuedPublisher(server, config, vertx, new SimpleMeterRegistry(), CallSpans.none());
    }

    private record Config(int queue, long bytes, Duration deadline, int retries, int failures)
            implements DeliveryConfig {
        @Override
        public MemorySize queueBytes() {
            return new MemorySize(BigInteger.valueOf(bytes));
        }
    }

    /** Takes everything, later on another thread; the first call when a test lets it go. */
    private final class RecordingServer implements ChannelsServer {

        private final HeldServer limits = new HeldServer(4);
        private final List<String> threads = new ArrayList<>();
        private final Map<String, List<Integer>> taken = new java.util.TreeMap<>();
        private final CountDownLatch asked = new CountDownLatch(1);
        private Optional<UpstreamFailure> failure = Optional.empty();
        private CountDownLatch hold = new CountDownLatch(0);

        void letGo() {
            hold.countDown();
        }

        @Override
        public int connections() {
            return limits.connections();
        }

        @Override
        public Limits limits() {
            return limits.limits();
        }

        @Override
        public boolean refusesBatchesWhole() {
            return true;
        }

        @Override
        public Optional<PublishOutcome> refusal(Event event) {
            return Optional.empty();
        }

        @Override
        public int bodyBytes(Part part) {
            return limits.bodyBytes(part);
        }

        @Override
        public int dataBytes(Part part) {
            return limits.dataBytes(part);
        }

        @Override
        public Uni<UpstreamResult<Receipt>> publish(Call call, Duration time) {
            synchronized (this) {
                threads.add(Thread.currentThread().getName());
            }
            asked.countDown();
            return Uni.createFrom()
                    .<UpstreamResult<Receipt>>emitter(emitter -> vertx.executeBlocking(
                            () -> {
                                hold.await();
                                synchronized (this) {
                                    call.parts().forEach(part -> taken.computeIfAbsent(
                                                    part.destinations().get(0).wireName(), none -> new ArrayList<>())
                                            .add(Integer.valueOf(
                                                    part.event().name().value())));
                                }
                                emitter.complete(failure.<UpstreamResult<Receipt>>map(UpstreamResult.Failed::new)
                                        .orElseGet(() -> new UpstreamResult.Answered<>(new Receipt(List.of()))));
                                return true;
                            },
                            false));
        }
    }
}
