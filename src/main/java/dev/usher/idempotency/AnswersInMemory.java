package dev.usher.idempotency;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What came of calls, as one process knows it.
 *
 * <p>An answer stays for as long as it was promised to: a cache that forgets something when it is full would have the
 * call done again. So room is set aside before a call is done, for the largest answer that it can have, and without room
 * it is not done.
 */
final class AnswersInMemory implements KeptAnswers {

    /** When there may be room if no answer tells: those that are under way take seconds. */
    private static final Duration SOON = Duration.ofSeconds(1);

    private final long window;
    private final int maxEntries;
    private final long maxBytes;
    private final LongSupplier nanos;

    /** All below is guarded by this object's lock, which is held for no longer than a look into it. */
    private final Map<Digest, Pending> pending = new HashMap<>();

    /** By when they end: all stay equally long. */
    private final Map<Digest, Kept> kept = new LinkedHashMap<>();

    private long bytes;

    /**
     * @param window how long an answer is kept
     * @param nanos a clock that nobody sets: put forward, it would end what has just begun
     */
    AnswersInMemory(Duration window, int maxEntries, long maxBytes, LongSupplier nanos) {
        this.window = window.toNanos();
        this.maxEntries = maxEntries;
        this.maxBytes = maxBytes;
        this.nanos = nanos;
    }

    @Override
    public Uni<Standing> claim(Attempt attempt, int bytes) {
        return Uni.createFrom().item(stand(attempt, bytes));
    }

    private synchronized Standing stand(Attempt attempt, int needed) {
        forgetOver();
        Kept answered = kept.get(attempt.slot());
        if (answered != null) {
            return answered.body().equals(attempt.body())
                    ? new Standing.Answered(answered.answer())
                    : new Standing.OfAnotherBody();
        }
        Pending begun = pending.get(attempt.slot());
        if (begun != null) {
            return begun.attempt.body().equals(attempt.body()) ? new Standing.UnderWay() : new Standing.OfAnotherBody();
        }
        if (entries() >= maxEntries || bytes + needed > maxBytes) {
            return new Standing.NoRoom(soonest());
        }
        Pending claim = new Pending(attempt, needed);
        pending.put(attempt.slot(), claim);
        bytes += needed;
        return new Standing.Claimed(claim);
    }

    private void forgetOver() {
        Iterator<Kept> oldest = kept.values().iterator();
        while (oldest.hasNext()) {
            Kept next = oldest.next();
            if (nanos.getAsLong() - next.since() < window) {
                return;
            }
            oldest.remove();
            bytes -= next.answer().bytes();
        }
    }

    private Duration soonest() {
        return kept.values().stream()
                .findFirst()
                .map(oldest -> Duration.ofNanos(window - (nanos.getAsLong() - oldest.since())))
                .orElse(SOON);
    }

    synchronized int entries() {
        return pending.size() + kept.size();
    }

    /** What the answers take, and what is set aside for others. */
    synchronized long bytes() {
        return bytes;
    }

    private record Kept(Digest body, Answer answer, long since) {}

    /** A call under way, and the room that is set aside for its answer. */
    private final class Pending implements Standing.Claim {

        private final Attempt attempt;
        private final int setAside;

        Pending(Attempt attempt, int setAside) {
            this.attempt = attempt;
            this.setAside = setAside;
        }

        @Override
        public Uni<Void> keep(Answer answer) {
            synchronized (AnswersInMemory.this) {
                if (end()) {
                    kept.put(attempt.slot(), new Kept(attempt.body(), answer, nanos.getAsLong()));
                    bytes += answer.bytes();
                }
            }
            return Uni.createFrom().voidItem();
        }

        @Override
        public Uni<Void> giveBack() {
            synchronized (AnswersInMemory.this) {
                boolean unused = end();
            }
            return Uni.createFrom().voidItem();
        }

        /** Whether it had not ended before. */
        private boolean end() {
            boolean live = pending.remove(attempt.slot(), this);
            bytes -= live ? setAside : 0;
            return live;
        }
    }
}
