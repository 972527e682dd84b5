package dev.usher.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.problem.Problem;
import dev.usher.problem.ProblemType;
import dev.usher.testing.SettableClock;
import dev.usher.webhook.Outcome.Delivered;
import dev.usher.webhook.Outcome.NotDelivered;
import dev.usher.webhook.Recipient.Delivery;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** That what comes again goes nowhere, unless it has not arrived yet; and how much is on its way at a time. */
class OnceTest {

    private static final Outcome FAILED = new NotDelivered(Problem.of(ProblemType.FORWARDING_FAILED, "words"));
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final SettableClock clock = new SettableClock(Instant.EPOCH);
    private final Held recipient = new Held();
    private final TimeWindow window = new TimeWindow(MINUTE, MINUTE, clock);
    private final Once once = new Once(recipient, window);

    @Test
    void deliversAgainOnlyWhatHasNotArrived() {
        CompletableFuture<Outcome> first = deliver(once, "a");
        recipient.answer(0, FAILED);
        assertEquals(FAILED, first.join());

        CompletableFuture<Outcome> second = deliver(once, "a");
        recipient.answer(1, new Delivered());
        assertEquals(new Delivered(), second.join());

        assertEquals(new Delivered(), deliver(once, "a").join());
        assertEquals(List.of("a", "a"), recipient.taken);
    }

    @Test
    void tellsWebhooksApart() {
        assertFalse(deliver(once, "a").isDone());
        assertFalse(deliver(once, "b").isDone());
        assertEquals(List.of("a", "b"), recipient.taken);
    }

    @Test
    void letsTwinsWaitForTheFirst() {
        List<CompletableFuture<Outcome>> twins =
                IntStream.range(0, 5).mapToObj(i -> deliver(once, "a")).toList();
        assertEquals(List.of("a"), recipient.taken);
        assertFalse(twins.stream().anyMatch(CompletableFuture::isDone));
        recipient.answer(0, new Delivered());
        twins.forEach(twin -> assertEquals(new Delivered(), twin.join()));
    }

    @Test
    void tellsTwinsOfAFailureAndThenTriesAnew() {
        CompletableFuture<Outcome> first = deliver(once, "a");
        CompletableFuture<Outcome> twin = deliver(once, "a");
        recipient.answer(0, FAILED);
        assertEquals(FAILED, first.join());
        assertEquals(FAILED, twin.join());
        assertFalse(deliver(once, "a").isDone());
        assertEquals(List.of("a", "a"), recipient.taken);
    }

    @Test
    void goesOnWhenNobodyWaitsAnyMore() {
        CompletableFuture<Outcome> first = deliver(once, "a");
        CompletableFuture<Outcome> twin = deliver(once, "a");
        assertTrue(first.cancel(true));
        assertFalse(recipient.answers.get(0).isCancelled());
        recipient.answer(0, new Delivered());
        assertEquals(new Delivered(), twin.join());
        assertEquals(new Delivered(), deliver(once, "a").join());
    }

    @Test
    void doesNotTakeADefectForADelivery() {
        CompletableFuture<Outcome> first = deliver(once, "a");
        recipient.answers.get(0).completeExceptionally(new IllegalStateException("defect"));
        CompletionException defect = assertThrows(CompletionException.class, first::join);
        assertEquals("defect", Signed.message(defect.getCause()));
        assertFalse(deliver(once, "a").isDone());
        assertEquals(List.of("a", "a"), recipient.taken);
    }

    @Test
    void forgetsWhatWouldBeRefusedForItsAge() {
        deliverAndAnswer("a");
        clock.advance(window.length());
        deliverAndAnswer("b");
        assertEquals(new Delivered(), deliver(once, "a").join());
        clock.advance(Duration.ofMillis(1));
        deliverAndAnswer("c");
        assertFalse(deliver(once, "a").isDone());
        assertEquals(List.of("a", "b", "c", "a"), recipient.taken);
    }

    @Test
    void remembersNoMoreThanItsBound() {
        for (int i = 0; i <= Once.MAX_REMEMBERED; i++) {
            deliverAndAnswer("w" + i);
        }
        int before = recipient.taken.size();
        assertTrue(deliver(once, "w1").isDone());
        assertFalse(deliver(once, "w0").isDone());
        assertEquals(before + 1, recipient.taken.size());
    }

    @Test
    void refusesAtOnceWhatExceedsTheBound() {
        Bounded bounded = new Bounded(recipient, 2);
        CompletableFuture<Outcome> first = deliver(bounded, "a");
        assertFalse(deliver(bounded, "b").isDone());
        NotDelivered refused = (NotDelivered) deliver(bounded, "c").join();
        assertEquals(ProblemType.UNAVAILABLE, refused.problem().type());
        assertEquals("1", refused.problem().headers().get("Retry-After"));
        recipient.answer(0, FAILED);
        assertTrue(first.isDone());
        assertFalse(deliver(bounded, "c").isDone());
        assertEquals(List.of("a", "b", "c"), recipient.taken);
    }

    @Test
    void asksOnlyTheRecipientAgainThatFailed() {
        Held other = new Held();
        Deliveries both = new Deliveries(List.of(recipient, other), 1, window);
        CompletableFuture<Outcome> first = deliver(both, "a");
        recipient.answer(0, FAILED);
        // Twins need no place of their own.
        CompletableFuture<Outcome> twin = deliver(both, "a");
        other.answer(0, new Delivered());
        assertEquals(FAILED, first.join());
        recipient.answer(1, new Delivered());
        assertEquals(new Delivered(), twin.join());
        assertEquals(List.of("a", "a"), recipient.taken);
        assertEquals(List.of("a"), other.taken);
    }

    private void deliverAndAnswer(String id) {
        CompletableFuture<Outcome> outcome = deliver(once, id);
        recipient.answer(recipient.answers.size() - 1, new Delivered());
        assertEquals(new Delivered(), outcome.join());
    }

    private static CompletableFuture<Outcome> deliver(Recipient to, String id) {
        return to.deliver(Signed.delivery("{\"time_ms\":1,\"events\":[{\"name\":\"" + id + "\"}]}"))
                .subscribeAsCompletionStage();
    }

    /** Answers when it is told to. */
    private static final class Held implements Recipient {

        final List<String> taken = new ArrayList<>();
        final List<CompletableFuture<Outcome>> answers = new ArrayList<>();

        @Override
        public Uni<Outcome> deliver(Delivery delivery) {
            taken.add(((WebhookEvent.Unknown) delivery.webhook().events().get(0)).name());
            CompletableFuture<Outcome> answer = new CompletableFuture<>();
            answers.add(answer);
            return Uni.createFrom().completionStage(answer);
        }

        void answer(int place, Outcome outcome) {
            answers.get(place).complete(outcome);
        }
    }
}
