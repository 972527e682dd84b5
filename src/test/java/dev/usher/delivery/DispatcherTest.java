package dev.usher.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.publish.Event;
import dev.usher.publish.PublishOutcome;
import dev.usher.publish.PublishOutcome.Accepted;
import dev.usher.publish.PublishOutcome.NotAccepted;
import dev.usher.upstream.ServerProfile;
import dev.usher.upstream.UpstreamFailure;
import dev.usher.upstream.UpstreamFailure.Reason;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.trace.SpanContext;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of events when calls are answered, or not: each is accounted for, and no more is sent than is safe. */
class DispatcherTest {

    private static final int ROOM = 100;
    private static final int FAILURES = 10;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<UniEmitter<? super Void>> pauses = new ArrayList<>();
    private final List<Duration> paused = new ArrayList<>();
    private long now = 42;
    private HeldServer server = new HeldServer(1);
    private Breaker breaker = new Breaker(FAILURES, () -> now, failure -> this.dispatcher.abandon(failure));
    private Dispatcher dispatcher = dispatcher(server);

    @Test
    void hasEventsShareACallThatCameWhileAnotherWasUnderWay() {
        CompletableFuture<List<PublishOutcome>> first = publish(event("1", "a"));
        List<CompletableFuture<List<PublishOutcome>>> others = IntStream.range(2, 27)
                .mapToObj(i -> publish(event(Integer.toString(i), "c" + i)))
                .toList();
        assertEquals(List.of("1"), server.one().names());
        server.one().take();
        assertAccepted(first);
        assertEquals(10, server.one().names().size());
        server.one().take();
        server.one().take();
        assertEquals(5, server.one().names().size());
        server.one().take();
        others.forEach(DispatcherTest::assertAccepted);
        assertEquals(4, server.calls.size());
        assertEquals(0, dispatcher.queued());
        assertEquals(0, dispatcher.underWay());
    }

    @Test
    void makesAsManyCallsAtATimeAsThereAreConnections() {
        use(new HeldServer(3));
        List<CompletableFuture<List<PublishOutcome>>> all = IntStream.range(0, 9)
                .mapToObj(i -> publish(event(Integer.toString(i), "c" + i)))
                .toList();
        assertEquals(3, server.held.size());
        while (!server.held.isEmpty()) {
            server.held.get(0).take();
        }
        all.forEach(DispatcherTest::assertAccepted);
    }

    @Test
    void losesOfABatchOnlyWhatIsWrong() {
        send(event("0", "c0"));
        CompletableFuture<List<PublishOutcome>> batch = publish(IntStream.range(1, 11)
                .mapToObj(i -> event(i == 4 ? "bad" : Integer.toString(i), "c"))
                .toArray(Event[]::new));
        server.one().take();
        server.one().fail(Reason.REFUSED);
        for (int i = 1; i < 11; i++) {
            if (i == 4) {
                server.one().fail(Reason.REFUSED);
            } else {
                server.one().take();
            }
        }
        List<PublishOutcome> outcomes = batch.join();
        assertEquals(9, outcomes.stream().filter(Accepted.class::isInstance).count());
        assertEquals(
                Reason.REFUSED,
                assertInstanceOf(NotAccepted.class, outcomes.get(3)).failure().reason());
        assertEquals(List.of("0@c0", "1@c", "2@c", "3@c", "5@c", "6@c", "7@c", "8@c", "9@c", "10@c"), server.taken);
        assertEquals(Breaker.State.CLOSED, breaker.state());
    }

    @Test
    void sendsNothingTwiceToAServerThatPublishesABatchUntilItRefusesIt() {
        use(new HeldServer(1, ServerProfile.SOCKUDO));
        send(event("0", "c0"));
        CompletableFuture<List<PublishOutcome>> batch = publish(event("1", "a"), event("2", "b"));
        server.one().take();
        server.one().fail(Reason.REFUSED);
        assertTrue(server.held.isEmpty());
        for (PublishOutcome outcome : batch.join()) {
            assertEquals(
                    1, assertInstanceOf(NotAccepted.class, outcome).uncertain().size());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"UNREACHABLE", "BUSY", "TOO_MANY_REQUESTS", "OVERLOADED"})
    void triesAgainWhatWasCertainlyNotTaken(Reason reason) {
        CompletableFuture<List<PublishOutcome>> one = publish(event("1", "a"));
        server.one().fail(new UpstreamFailure(reason, Optional.of(Duration.ofSeconds(3))));
        assertTrue(server.held.isEmpty());
        assertEquals(List.of(Duration.ofSeconds(3)), paused);
        resume();
        server.one().take();
        assertAccepted(one);
        assertEquals(
                1,
                registry.get("usher.publish.retries").counters().stream()
                        .mapToDouble(each -> each.count())
                        .sum());
    }

    @ParameterizedTest
    @EnumSource(names = {"TIMED_OUT", "FAILED", "GATEWAY_FAILED", "UNAVAILABLE"})
    void triesAgainWhatIsInDoubtOnlyIfItsPublisherDoesNotMind(Reason reason) {
        send(event("0", "c"));
        CompletableFuture<List<PublishOutcome>> once = publish(event("1", "a"));
        CompletableFuture<List<PublishOutcome>> twice = publish(HeldServer.event("2", true, "b"));
        server.one().take();
        server.one().fail(reason);
        assertEquals(1, notAccepted(once).uncertain().size());
        assertFalse(twice.isDone());
        resume();
        assertEquals(List.of("2"), server.one().names());
        server.one().take();
        assertAccepted(twice);
    }

    @ParameterizedTest
    @EnumSource(names = {"REFUSED", "TOO_LARGE", "APP_REFUSED", "MISCONFIGURED"})
    void triesNothingAgainThatWouldFailAgain(Reason reason) {
        CompletableFuture<List<PublishOutcome>> one = publish(HeldServer.event("1", true, "a"));
        server.one().fail(reason);
        assertEquals(reason, notAccepted(one).failure().reason());
        assertTrue(pauses.isEmpty());
    }

    @Test
    void keepsTheOrderOfAChannelWhileItTriesAgain() {
        use(new HeldServer(5));
        send(event("1", "a"));
        server.one().fail(Reason.UNREACHABLE);
        send(event("2", "a"));
        assertTrue(server.held.isEmpty());
        resume();
        server.one().take();
        server.one().take();
        assertEquals(List.of("1@a", "2@a"), server.taken);
    }

    @Test
    void givesUpAfterSoManyTries() {
        CompletableFuture<List<PublishOutcome>> one = publish(event("1", "a"));
        for (int i = 0; i < 5; i++) {
            server.one().fail(Reason.UNREACHABLE);
            if (i < 4) {
                resume();
            }
        }
        assertEquals(Reason.UNREACHABLE, notAccepted(one).failure().reason());
        assertEquals(5, server.calls.size());
    }

    @Test
    void triesNothingAgainForWhichThereIsNoTime() {
        CompletableFuture<List<PublishOutcome>> one = publish(event("1", "a"));
        server.one().fail(new UpstreamFailure(Reason.TOO_MANY_REQUESTS, Optional.of(Duration.ofSeconds(60))));
        assertEquals(
                Optional.of(Duration.ofSeconds(60)), notAccepted(one).failure().retryAfter());
    }

    @Test
    void stopsCallingAServerThatIsDownAndLetsOneCallTry() {
        failUntilItStops();
        CompletableFuture<List<PublishOutcome>> refused = publish(event("late", "a"));
        assertEquals(
                Optional.of(Breaker.FIRST_PAUSE), notAccepted(refused).failure().retryAfter());
        assertFalse(notAccepted(refused).attempted());
        assertTrue(server.held.isEmpty());

        now += Breaker.FIRST_PAUSE.toNanos();
        CompletableFuture<List<PublishOutcome>> trying = publish(event("try", "a"));
        CompletableFuture<List<PublishOutcome>> waiting = publish(event("wait", "b"));
        assertEquals(List.of("try"), server.one().names());
        assertEquals(Breaker.State.HALF_OPEN, breaker.state());
        server.one().take();
        server.one().take();
        assertAccepted(trying);
        assertAccepted(waiting);
        assertEquals(Breaker.State.CLOSED, breaker.state());
    }

    @Test
    void givesUpWhatWaitsWhenTheServerIsStillDown() {
        failUntilItStops();
        now += Breaker.FIRST_PAUSE.toNanos();
        CompletableFuture<List<PublishOutcome>> trying = publish(event("try", "a"));
        CompletableFuture<List<PublishOutcome>> waiting = publish(event("wait", "b"));
        server.one().fail(Reason.GATEWAY_FAILED);
        assertTrue(notAccepted(trying).attempted());
        assertFalse(notAccepted(waiting).attempted());
        assertEquals(
                Optional.of(Breaker.FIRST_PAUSE.multipliedBy(2)),
                breaker.refusal().flatMap(UpstreamFailure::retryAfter));
        assertEquals(0, dispatcher.queued());
    }

    @Test
    void refusesAtOnceWhatExceedsTheQueueAndEverythingOfTheCallerBehindIt() {
        send(event("0", "c"));
        Event[] many = IntStream.range(0, ROOM + 5)
                .mapToObj(i -> event(Integer.toString(i), "c" + i))
                .toArray(Event[]::new);
        CompletableFuture<List<PublishOutcome>> all = publish(many);
        while (!server.held.isEmpty()) {
            server.held.get(0).take();
        }
        List<PublishOutcome> outcomes = all.join();
        for (int i = 0; i < outcomes.size(); i++) {
            assertEquals(i < ROOM, outcomes.get(i) instanceof Accepted, "event " + i);
        }
        assertEquals(
                new UpstreamFailure(Reason.OVERLOADED, Optional.of(UpstreamFailure.SOON)),
                assertInstanceOf(NotAccepted.class, outcomes.get(ROOM)).failure());
    }

    @Test
    void doesNotGoOnBehindTheFirstOfAnOrderedShipmentThatFails() {
        CompletableFuture<List<PublishOutcome>> all = publish(
                true,
                IntStream.range(0, 15)
                        .mapToObj(i -> event("e" + i, "c" + i % 3))
                        .toArray(Event[]::new));
        server.one().take();
        server.one().fail(Reason.FAILED);
        assertTrue(server.held.isEmpty());
        List<PublishOutcome> outcomes = all.join();
        assertEquals(10, outcomes.stream().filter(Accepted.class::isInstance).count());
        assertEquals(
                5,
                outcomes.stream()
                        .filter(outcome -> outcome instanceof NotAccepted not && not.attempted())
                        .count());
        assertEquals(0, dispatcher.queued());
    }

    @Test
    void goesOnBehindOneOfAnOrderedShipmentThatIsRefusedForWhatItIs() {
        CompletableFuture<List<PublishOutcome>> all = publish(true, event("bad", "a"), event("good", "b"));
        server.one().fail(Reason.REFUSED);
        server.one().fail(Reason.REFUSED);
        server.one().take();
        assertInstanceOf(NotAccepted.class, all.join().get(0));
        assertInstanceOf(Accepted.class, all.join().get(1));
    }

    @Test
    void tellsWhoeverWaitedTooLongWhatMayHaveBeenPublished() {
        Shipment sent = shipment(false, event("1", "a"));
        Shipment waiting = shipment(false, event("2", "a"));
        dispatcher.submit(sent);
        dispatcher.submit(waiting);
        sent.expire();
        waiting.expire();
        assertEquals(Reason.TIMED_OUT, notAccepted(future(sent)).failure().reason());
        assertEquals(Reason.OUT_OF_TIME, notAccepted(future(waiting)).failure().reason());
        server.one().take();
        assertTrue(server.held.isEmpty(), "what nobody waits for is not sent");
        assertEquals(0, dispatcher.queued());
    }

    @Test
    void deliversWhatItHasTakenBeforeItEnds() {
        AtomicBoolean idle = new AtomicBoolean();
        CompletableFuture<List<PublishOutcome>> first = publish(event("1", "a"));
        CompletableFuture<List<PublishOutcome>> second = publish(event("2", "a"));
        dispatcher.close(() -> idle.set(true));
        assertEquals(
                Reason.OVERLOADED,
                notAccepted(publish(event("3", "a"))).failure().reason());
        server.one().take();
        assertFalse(idle.get());
        server.one().take();
        assertAccepted(first);
        assertAccepted(second);
        assertTrue(idle.get());
    }

    @Test
    void tellsWhereAnEventArrivedOfWhichOneCallFailed() {
        String[] channels = IntStream.range(0, 250).mapToObj(i -> "c" + i).toArray(String[]::new);
        CompletableFuture<List<PublishOutcome>> event = publish(event("1", channels));
        server.one().take();
        server.one().fail(Reason.FAILED);
        server.one().take();
        assertEquals(150, notAccepted(event).published().size());
        assertEquals(100, notAccepted(event).uncertain().size());
    }

    @Test
    void sendsNothingMoreOfACallerWhoseEventFailedAsTheNextWould() {
        CompletableFuture<List<PublishOutcome>> all = publish(
                IntStream.range(0, 25).mapToObj(i -> event("e" + i, "c" + i)).toArray(Event[]::new));
        server.one().take();
        server.one().fail(Reason.TIMED_OUT);
        assertTrue(server.held.isEmpty());
        assertEquals(
                5,
                all.join().stream()
                        .filter(outcome -> outcome instanceof NotAccepted not && !not.attempted())
                        .count());
    }

    @Test
    void goesOnAfterACallThatBrokeOff() {
        server.broken = true;
        CompletableFuture<List<PublishOutcome>> broken = publish(event("1", "a"));
        assertEquals(Reason.FAILED, notAccepted(broken).failure().reason());
        server.broken = false;
        CompletableFuture<List<PublishOutcome>> next = publish(event("2", "a"));
        server.one().take();
        assertAccepted(next);
    }

    @Test
    void answersWithoutACallForWhatCannotBeSent() {
        List<PublishOutcome> outcomes = publish(event("unsendable", "a")).join();
        assertInstanceOf(PublishOutcome.TooLarge.class, outcomes.get(0));
        assertTrue(server.calls.isEmpty());
    }

    /** One that is wrong is found by sending each alone, as far as their publishers do not mind. */
    @Test
    void findsWhatIsWrongAlsoWhereABatchIsPublishedUntilItIsRefused() {
        use(new HeldServer(1, ServerProfile.SOCKUDO));
        send(event("0", "c0"));
        CompletableFuture<List<PublishOutcome>> good = publish(HeldServer.event("good", true, "a"));
        CompletableFuture<List<PublishOutcome>> bad = publish(HeldServer.event("bad", true, "b"));
        CompletableFuture<List<PublishOutcome>> once = publish(event("once", "c"));
        server.one().take();
        server.one().fail(Reason.REFUSED);
        assertEquals(1, notAccepted(once).uncertain().size());
        server.one().take();
        server.one().fail(Reason.REFUSED);
        assertAccepted(good);
        assertEquals(Reason.REFUSED, notAccepted(bad).failure().reason());
        assertTrue(notAccepted(bad).uncertain().isEmpty());
    }

    @Test
    void remembersThatAnEventMayHaveBeenPublishedWhenItCannotBeSentAgain() {
        CompletableFuture<List<PublishOutcome>> one = publish(HeldServer.event("1", true, "a"));
        server.one().fail(Reason.TIMED_OUT);
        for (int i = 0; i < 4; i++) {
            resume();
            server.one().fail(Reason.UNREACHABLE);
        }
        assertEquals(Reason.TIMED_OUT, notAccepted(one).failure().reason());
        assertEquals(1, notAccepted(one).uncertain().size());
    }

    @Test
    void doesNotCallUnsentWhatMayHaveBeenPublishedBeforeItsTimeWasOver() {
        Shipment shipment = shipment(false, HeldServer.event("1", true, "a"));
        dispatcher.submit(shipment);
        server.one().fail(Reason.FAILED);
        shipment.expire();
        assertEquals(1, notAccepted(future(shipment)).uncertain().size());
    }

    @Test
    void repeatsNothingBehindWhatItMayNotRepeatInTheSameChannel() {
        send(event("0", "c"));
        CompletableFuture<List<PublishOutcome>> ahead = publish(HeldServer.event("1", true, "a"));
        CompletableFuture<List<PublishOutcome>> behind = publish(event("2", "a"));
        CompletableFuture<List<PublishOutcome>> beside = publish(HeldServer.event("3", true, "b"));
        server.one().take();
        server.one().fail(Reason.FAILED);
        assertTrue(ahead.isDone());
        assertTrue(behind.isDone());
        resume();
        assertEquals(List.of("3"), server.one().names());
        server.one().take();
        assertAccepted(beside);
    }

    @Test
    void doesNotGoOnBehindACallOfAnOrderedShipmentForWhichThereWasNoConnection() {
        CompletableFuture<List<PublishOutcome>> all = publish(
                true,
                IntStream.range(0, 15)
                        .mapToObj(i -> event("e" + i, "c" + i % 3))
                        .toArray(Event[]::new));
        server.one().take();
        for (int i = 0; i < 5; i++) {
            server.one().fail(Reason.OVERLOADED);
            if (i < 4) {
                resume();
            }
        }
        assertTrue(server.held.isEmpty());
        assertTrue(all.isDone());
    }

    @Test
    void triesNothingAgainWhileTheServerIsNotCalled() {
        use(new HeldServer(FAILURES + 1));
        CompletableFuture<List<PublishOutcome>> first = publish(event("first", "a"));
        server.one().fail(Reason.UNREACHABLE);
        for (int i = 1; i < FAILURES; i++) {
            send(event("fails", "c" + i));
            server.one().fail(Reason.GATEWAY_FAILED);
        }
        assertEquals(Breaker.State.OPEN, breaker.state());
        resume();
        assertTrue(server.held.isEmpty());
        assertEquals(Reason.UNREACHABLE, notAccepted(first).failure().reason());
    }

    /** It says no more than what is known already, and must not be taken for the one that tries. */
    @Test
    void heedsNoLateFailureOfACallFromBeforeItStopped() {
        use(new HeldServer(2));
        send(event("slow", "slow"));
        HeldServer.Held slow = server.one();
        for (int i = 0; breaker.state() == Breaker.State.CLOSED; i++) {
            send(event("fails", "c" + i));
            server.held.get(1).fail(Reason.GATEWAY_FAILED);
        }
        now += Breaker.FIRST_PAUSE.toNanos();
        assertEquals(Breaker.State.HALF_OPEN, breaker.state());
        CompletableFuture<List<PublishOutcome>> trying = publish(event("try", "a"));
        slow.fail(Reason.GATEWAY_FAILED);
        assertEquals(Breaker.State.HALF_OPEN, breaker.state());
        server.one().take();
        assertAccepted(trying);
        assertEquals(Breaker.State.CLOSED, breaker.state());
    }

    @Test
    void staysAwayForNoLongerThanAServerCanMean() {
        send(event("1", "a"));
        for (int i = 0; i < FAILURES; i++) {
            server.one().fail(new UpstreamFailure(Reason.TOO_MANY_REQUESTS, Optional.of(Duration.ofDays(1))));
            send(event("fails", "c" + i));
            if (breaker.state() == Breaker.State.OPEN) {
                break;
            }
        }
        assertEquals(Optional.of(Breaker.LONGEST_ASKED_FOR), breaker.refusal().flatMap(UpstreamFailure::retryAfter));
    }

    @Test
    void publishesNoHalfOfAnEventForWhichThereIsNoRoom() {
        send(event("0", "c"));
        for (int i = 1; i < ROOM; i++) {
            send(event("waits", "c" + i));
        }
        String[] channels = IntStream.range(0, 150).mapToObj(i -> "d" + i).toArray(String[]::new);
        CompletableFuture<List<PublishOutcome>> event = publish(event("large", channels));
        assertEquals(Reason.OVERLOADED, notAccepted(event).failure().reason());
        assertEquals(List.of(), notAccepted(event).published());
    }

    private void failUntilItStops() {
        for (int i = 0; breaker.state() == Breaker.State.CLOSED; i++) {
            send(event("fails", "c" + i));
            server.one().fail(Reason.GATEWAY_FAILED);
        }
        assertEquals(FAILURES, server.calls.size());
    }

    private void use(HeldServer other) {
        server = other;
        breaker = new Breaker(FAILURES, () -> now, failure -> this.dispatcher.abandon(failure));
        dispatcher = dispatcher(other);
    }

    private Dispatcher dispatcher(HeldServer to) {
        DeliveryMeters meters = new DeliveryMeters(registry);
        Attempts attempts = new Attempts(to, new Retries(4), meters, this::pause, breaker);
        return new Dispatcher(
                new Lanes(to.limits(), ROOM, Long.MAX_VALUE),
                breaker,
                to.connections(),
                Runnable::run,
                attempts::deliver);
    }

    private Uni<Void> pause(Duration time) {
        paused.add(time);
        return Uni.createFrom().emitter(pauses::add);
    }

    private void resume() {
        pauses.remove(0).complete(null);
    }

    private void send(Event... events) {
        var unused = publish(events);
    }

    private CompletableFuture<List<PublishOutcome>> publish(Event... events) {
        return publish(false, events);
    }

    private CompletableFuture<List<PublishOutcome>> publish(boolean ordered, Event... events) {
        Shipment shipment = shipment(ordered, events);
        dispatcher.submit(shipment);
        return future(shipment);
    }

    private Shipment shipment(boolean ordered, Event... events) {
        return new Shipment(
                List.of(events),
                ordered,
                server,
                new Deadline(Duration.ofSeconds(8), () -> now),
                SpanContext.getInvalid());
    }

    private static CompletableFuture<List<PublishOutcome>> future(Shipment shipment) {
        return shipment.outcome().toCompletableFuture();
    }

    private static Event event(String name, String... channels) {
        return HeldServer.event(name, channels);
    }

    private static void assertAccepted(CompletableFuture<List<PublishOutcome>> outcome) {
        outcome.join().forEach(each -> assertInstanceOf(Accepted.class, each));
    }

    private static NotAccepted notAccepted(CompletableFuture<List<PublishOutcome>> outcome) {
        assertTrue(outcome.isDone());
        return assertInstanceOf(NotAccepted.class, outcome.join().get(0));
    }
}
