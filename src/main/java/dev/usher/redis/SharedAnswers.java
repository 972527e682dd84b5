package dev.usher.redis;

import dev.usher.idempotency.Answer;
import dev.usher.idempotency.Attempt;
import dev.usher.idempotency.Digest;
import dev.usher.idempotency.KeptAnswers;
import dev.usher.idempotency.Standing;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.redis.client.Response;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * What came of calls with a key, as pods share it.
 *
 * <p>A claim holds for a few seconds and is renewed for as long as its pod lives. When it has run out, nobody else gets
 * it: the answer may still come.
 */
@Singleton
final class SharedAnswers implements KeptAnswers {

    private static final Duration RENEWAL = AnswerHash.LEASE.dividedBy(3);

    /** How often Redis is tried again that did not take what is to be kept. */
    private static final Duration RETRY = Duration.ofSeconds(1);

    /** Of a claim of which nobody knows whether Redis had it made: without end, it would have its key for nothing. */
    private static final int TRIES_TO_UNDO = 3;

    private final AnswerHash hash;
    private final Vertx vertx;

    /** No two claims have the same owner, be it that of another pod or the same. */
    private final String pod = UUID.randomUUID().toString();

    private final AtomicLong claims = new AtomicLong();

    /**
     * What Redis did not take when it should have been kept, until it does: as many as were under way when it went, since
     * none is begun without it.
     */
    private final Map<Digest, Unkept> unkept = new ConcurrentHashMap<>();

    SharedAnswers(AnswerHash hash, Vertx vertx) {
        this.hash = hash;
        this.vertx = vertx;
    }

    @Override
    public Uni<Standing> claim(Attempt attempt, int bytes) {
        Unkept here = unkept.get(attempt.slot());
        if (here != null) {
            return Uni.createFrom().item(here.standing(attempt));
        }
        Lease lease = new Lease(attempt, pod + ":" + claims.incrementAndGet());
        return hash.claim(attempt, lease.owner)
                .onFailure()
                .invoke(lost -> lease.insist(() -> hash.giveBack(attempt, lease.owner), TRIES_TO_UNDO, () -> {}))
                .map(found -> standing(found, lease));
    }

    private static Standing standing(Response found, Lease lease) {
        String word = found.get(0).toString();
        return switch (word) {
            case "claimed" -> {
                lease.start();
                yield new Standing.Claimed(lease);
            }
            case "answered" -> new Standing.Answered(answer(found));
            case "of-another-body" -> new Standing.OfAnotherBody();
            case "under-way" -> new Standing.UnderWay();
            case "abandoned" -> new Standing.Abandoned();
            default -> throw new IllegalStateException("the script has no such word: " + word);
        };
    }

    private static Answer answer(Response found) {
        return new Answer(
                found.get(1).toInteger(),
                Optional.of(found.get(2).toString()).filter(seconds -> !seconds.isEmpty()),
                found.get(3).toString());
    }

    private record Unkept(Digest body, Answer answer) {

        Standing standing(Attempt attempt) {
            return body.equals(attempt.body()) ? new Standing.Answered(answer) : new Standing.OfAnotherBody();
        }
    }

    /** A claim, for as long as this pod lives. */
    private final class Lease implements Standing.Claim {

        private final Attempt attempt;
        private final String owner;
        private long timer;

        /** One that is done after the claim has been given back would bring it back. */
        private volatile Uni<Void> renewal = Uni.createFrom().voidItem();

        Lease(Attempt attempt, String owner) {
            this.attempt = attempt;
            this.owner = owner;
        }

        void start() {
            timer = vertx.setPeriodic(RENEWAL.toMillis(), tick -> renew());
        }

        private void renew() {
            renewal = hash.renew(attempt, owner)
                    .onFailure()
                    .recoverWithNull()
                    .memoize()
                    .indefinitely();
            renewal.subscribe().with(renewed -> {});
        }

        @Override
        public Uni<Void> keep(Answer answer) {
            Unkept here = new Unkept(attempt.body(), answer);
            unkept.put(attempt.slot(), here);
            return end(() -> hash.keep(attempt, owner, answer).invoke(() -> forget(here)), () -> forget(here));
        }

        @Override
        public Uni<Void> giveBack() {
            return end(() -> renewal.chain(() -> hash.giveBack(attempt, owner)), () -> {});
        }

        /** Is tried again for as long as the key is to be remembered, while whoever waits has been answered. */
        private Uni<Void> end(Supplier<Uni<Void>> telling, Runnable atLast) {
            vertx.cancelTimer(timer);
            int tries = Math.toIntExact(hash.window().dividedBy(RETRY));
            return telling.get().onFailure().invoke(lost -> insist(telling, tries, atLast));
        }

        private void forget(Unkept here) {
            boolean unused = unkept.remove(attempt.slot(), here);
        }

        /** @param atLast what is done when there are no more tries */
        private void insist(Supplier<Uni<Void>> telling, int tries, Runnable atLast) {
            if (tries == 0) {
                atLast.run();
                return;
            }
            long unused = vertx.setTimer(
                    RETRY.toMillis(),
                    tick -> telling.get().subscribe().with(told -> {}, lost -> insist(telling, tries - 1, atLast)));
        }
    }
}
