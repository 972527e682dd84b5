package dev.usher.opa;

import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Has a question asked once while its answer holds, and once at a time. Only an answer is remembered, never that there
 * was none. A question that was begun goes on whatever becomes of those who wait for it.
 */
final class AnswerCache {

    /** About 3 MB. Beyond, the oldest are forgotten. */
    static final int MAX_REMEMBERED = 10_000;

    private final long holds;
    private final LongSupplier nanos;

    /** Both are guarded by this object's lock, which is held for no longer than a look into them. */
    private final Map<String, CompletableFuture<OpaAnswer>> underWay = new HashMap<>();

    /** By the digest of the question, the oldest first. */
    private final Map<String, Remembered> answers = new LinkedHashMap<>();

    /** @param nanos a clock that only ever goes forward */
    AnswerCache(Duration holds, LongSupplier nanos) {
        this.holds = holds.toNanos();
        this.nanos = nanos;
    }

    Uni<OpaAnswer> get(OpaQuestion question, Function<OpaQuestion, Uni<OpaAnswer>> ask) {
        // A copy, because whoever stops waiting cancels what he waits for.
        return Uni.createFrom()
                .completionStage(() -> join(question, digest(question), ask).copy());
    }

    private CompletableFuture<OpaAnswer> join(
            OpaQuestion question, String digest, Function<OpaQuestion, Uni<OpaAnswer>> ask) {
        CompletableFuture<OpaAnswer> answer = new CompletableFuture<>();
        synchronized (this) {
            forgetOld();
            Remembered known = answers.get(digest);
            if (known != null) {
                return CompletableFuture.completedFuture(known.answer());
            }
            CompletableFuture<OpaAnswer> first = underWay.putIfAbsent(digest, answer);
            if (first != null) {
                return first;
            }
        }
        Uni.createFrom()
                .deferred(() -> ask.apply(question))
                .subscribe()
                .with(
                        given -> {
                            end(digest, given);
                            answer.complete(given);
                        },
                        failure -> {
                            end(digest);
                            answer.completeExceptionally(failure);
                        });
        return answer;
    }

    private synchronized void end(String digest, OpaAnswer given) {
        underWay.remove(digest);
        answers.put(digest, new Remembered(given, nanos.getAsLong()));
        forgetOld();
    }

    private synchronized void end(String digest) {
        underWay.remove(digest);
    }

    private void forgetOld() {
        long now = nanos.getAsLong();
        Iterator<Remembered> oldest = answers.values().iterator();
        while (oldest.hasNext() && (now - oldest.next().since() >= holds || answers.size() > MAX_REMEMBERED)) {
            oldest.remove();
        }
    }

    /** Rather than the question, which is longer and holds what is known of somebody. */
    private static String digest(OpaQuestion question) {
        try {
            byte[] bytes = question.json().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @param since when the answer came */
    private record Remembered(OpaAnswer answer, long since) {}
}
