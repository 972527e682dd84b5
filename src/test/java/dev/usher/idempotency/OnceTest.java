package dev.usher.idempotency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.usher.idempotency.Standing.Abandoned;
import dev.usher.idempotency.Standing.Answered;
import dev.usher.idempotency.Standing.Claim;
import dev.usher.idempotency.Standing.Claimed;
import dev.usher.idempotency.Standing.UnderWay;
import dev.usher.problem.CorrelationId;
import dev.usher.problem.ProblemException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** That a call is done once under its key, and what those are told who send it again. */
class OnceTest {

    private static final Answer DONE = Answer.ok("{\"channels\":{}}");
    private static final Answer BUSY = new Answer(429, Optional.of("7"), "{}");
    private static final CorrelationId ID = new CorrelationId("urn:uuid:1");

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<CompletableFuture<Outcome>> doing = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();
    private final Deque<Uni<Standing>> standings = new ArrayDeque<>();
    private final Recorded claim = new Recorded();

    private final Idempotency alone = idempotency(new AnswersInMemory(Duration.ofMinutes(10), 10, 1 << 20, () -> 0));
    private final Idempotency shared = idempotency((attempt, bytes) -> standings.remove());

    @Test
    void answersLaterCallsAsItDidTheFirst() {
        CompletableFuture<Reply> first = once(alone, "k", "body");
        doing.get(0).complete(new Outcome.Settled(DONE));
        assertEquals(new Reply(DONE, false), first.join());

        assertEquals(new Reply(DONE, true), once(alone, "k", "body").join());
        assertEquals(1, doing.size());
        assertCounted(Map.of("new", 1, "replayed", 1));
    }

    @Test
    void letsTwinsWaitForTheFirst() {
        List<CompletableFuture<Reply>> twins =
                IntStream.range(0, 5).mapToObj(i -> once(alone, "k", "body")).toList();
        assertEquals(1, doing.size());
        assertFalse(twins.stream().anyMatch(CompletableFuture::isDone));
        doing.get(0).complete(new Outcome.Settled(DONE));
        assertEquals(
                List.of(false, true, true, true, true),
                twins.stream().map(twin -> twin.join().replayed()).toList());
        assertCounted(Map.of("new", 1, "joined", 4));
    }

    @Test
    void doesAgainWhatWasNotDone() {
        CompletableFuture<Reply> first = once(alone, "k", "body");
        CompletableFuture<Reply> twin = once(alone, "k", "body");
        doing.get(0).complete(new Outcome.NothingDone(BUSY));
        assertEquals(new Reply(BUSY, false), first.join());
        assertEquals(new Reply(BUSY, true), twin.join());

        CompletableFuture<Reply> second = once(alone, "k", "body");
        doing.get(1).complete(new Outcome.Settled(DONE));
        assertEquals(new Reply(DONE, false), second.join());
    }

    @Test
    void refusesAnotherBodyBeforeAndAfterTheAnswer() {
        CompletableFuture<Reply> first = once(alone, "k", "body");
        assertFails(409, "idempotency-key-reused", once(alone, "k", "another"));
        doing.get(0).complete(new Outcome.Settled(DONE));
        assertFails(409, "idempotency-key-reused", once(alone, "k", "another"));
        assertEquals(DONE, first.join().answer());
        assertEquals(1, doing.size());
        assertCounted(Map.of("new", 1, "mismatch", 2));
    }

    @Test
    void goesOnWhenNobodyWaitsAnyMore() {
        CompletableFuture<Reply> first = once(alone, "k", "body");
        assertTrue(first.cancel(true));
        assertFalse(doing.get(0).isCancelled());
        doing.get(0).complete(new Outcome.Settled(DONE));
        assertEquals(new Reply(DONE, true), once(alone, "k", "body").join());
        assertEquals(1, doing.size());
    }

    @Test
    void neverDoesAgainWhatFailedInItsOwnWay() {
        CompletableFuture<Reply> first = once(alone, "k", "body");
        doing.get(0).completeExceptionally(new IllegalStateException("words"));
        Answer defect = first.join().answer();
        assertEquals(500, defect.status());
        assertTrue(defect.json().contains(ID.uri()), defect.json());
        assertFalse(defect.json().contains("words"), defect.json());
        assertEquals(new Reply(defect, true), once(alone, "k", "body").join());
        assertEquals(1, doing.size());
    }

    @Test
    void doesNothingWithoutRoom() {
        Idempotency full = idempotency(new AnswersInMemory(Duration.ofMinutes(10), 1, 1 << 20, () -> 0));
        assertFalse(once(full, "k", "body").isDone());
        ProblemException refused = assertFails(503, "unavailable", once(full, "l", "body"));
        assertEquals("1", refused.problem().headers().get("Retry-After"));
        assertEquals(1, doing.size());
        assertCounted(Map.of("new", 1, "full", 1));
    }

    @Test
    void doesNothingIfNobodyCanTellHowItStands() {
        standings.add(Uni.createFrom().failure(new IllegalStateException("words")));
        ProblemException refused = assertFails(503, "unavailable", once(shared, "k", "body"));
        assertTrue(refused.problem().headers().containsKey("Retry-After"));
        assertFalse(refused.problem().detail().contains("words"));
        assertEquals(0, doing.size());
        assertCounted(Map.of("unavailable", 1));
    }

    @Test
    void waitsForAnotherPod() {
        stand(new UnderWay(), new UnderWay(), new Answered(DONE));
        assertEquals(new Reply(DONE, true), once(shared, "k", "body").join());
        assertEquals(List.of(Duration.ofMillis(50), Duration.ofMillis(100)), pauses);
        assertEquals(0, doing.size());
        assertCounted(Map.of("joined", 1));
    }

    @Test
    void doesItAfterAnotherPodThatHasNot() {
        stand(new UnderWay(), new Claimed(claim));
        CompletableFuture<Reply> reply = once(shared, "k", "body");
        doing.get(0).complete(new Outcome.Settled(DONE));
        assertEquals(new Reply(DONE, false), reply.join());
        assertEquals(List.of(DONE), claim.kept);
    }

    @Test
    void doesNotWaitForAnotherPodForever() {
        for (int i = 0; i < 100; i++) {
            stand(new UnderWay());
        }
        ProblemException refused = assertFails(503, "unavailable", once(shared, "k", "body"));
        assertTrue(refused.problem().headers().containsKey("Retry-After"));
        Duration waited = pauses.stream().reduce(Duration.ZERO, Duration::plus);
        assertTrue(waited.toSeconds() >= 10 && waited.toSeconds() < 11, () -> "waited for " + waited);
        assertEquals(0, doing.size());
        assertCounted(Map.of("outstanding", 1));
    }

    @Test
    void doesNotTakeOverFromAPodThatVanished() {
        stand(new UnderWay(), new Abandoned());
        ProblemException refused = assertFails(504, "publishing-in-doubt", once(shared, "k", "body"));
        assertTrue(refused.problem().detail().contains("may have been published"));
        assertEquals(0, doing.size());
        assertCounted(Map.of("abandoned", 1));
    }

    @Test
    void tellsWhatWasDoneAlsoIfItCannotBeKept() {
        claim.answer = Uni.createFrom().failure(new IllegalStateException("words"));
        stand(new Claimed(claim));
        CompletableFuture<Reply> reply = once(shared, "k", "body");
        doing.get(0).complete(new Outcome.Settled(DONE));
        assertEquals(new Reply(DONE, false), reply.join());
    }

    private Idempotency idempotency(KeptAnswers answers) {
        return new Idempotency(answers, new IdempotencyMeters(meters), pause -> {
            pauses.add(pause);
            return Uni.createFrom().voidItem();
        });
    }

    private CompletableFuture<Reply> once(Idempotency idempotency, String key, String body) {
        return idempotency
                .once(Attempts.of(key, body), AnswerSize.FRAME, ID, () -> {
                    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
                    doing.add(outcome);
                    return Uni.createFrom().completionStage(outcome);
                })
                .subscribeAsCompletionStage();
    }

    private void stand(Standing... next) {
        List.of(next).forEach(standing -> standings.add(Uni.createFrom().item(standing)));
    }

    @CanIgnoreReturnValue
    private static ProblemException assertFails(int status, String slug, CompletableFuture<Reply> reply) {
        CompletionException failure = assertThrows(CompletionException.class, reply::join);
        ProblemException problem = assertInstanceOf(ProblemException.class, failure.getCause());
        assertEquals(status, problem.problem().type().status());
        assertEquals("urn:usher:problem:" + slug, problem.problem().type().uri());
        return problem;
    }

    private void assertCounted(Map<String, Integer> expected) {
        Map<String, Integer> counted = new HashMap<>();
        meters.get("usher.idempotency").counters().stream()
                .filter(counter -> counter.count() > 0)
                .forEach(counter ->
                        counted.put(Objects.requireNonNull(counter.getId().getTag("outcome")), (int) counter.count()));
        assertEquals(expected, counted);
    }

    private static final class Recorded implements Claim {

        private final List<Answer> kept = new ArrayList<>();
        private Uni<Void> answer = Uni.createFrom().voidItem();

        @Override
        public Uni<Void> keep(Answer done) {
            kept.add(done);
            return answer;
        }

        @Override
        public Uni<Void> giveBack() {
            return answer;
        }
    }
}
