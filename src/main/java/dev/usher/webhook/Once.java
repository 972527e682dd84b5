package dev.usher.webhook;

import dev.usher.webhook.Outcome.Delivered;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Delivers to a recipient what has not been delivered yet. A webhook that comes again while it is on its way waits for
 * the same outcome; one that comes again later is taken for delivered.
 *
 * <p>Only a delivery that succeeded is remembered. Were it remembered when it begins, or when it failed, the next
 * attempt of the Channels server would be acknowledged although nobody has the webhook, and it would be lost.
 *
 * <p>A delivery that has begun goes on whatever becomes of the callers that wait for it.
 *
 * <p>Webhooks are told apart by their bytes. Two events of the same millisecond that say the same, such as one client's
 * two equal client events, cannot be told from a webhook that was sent twice, and are delivered once.
 */
final class Once implements Recipient {

    /**
     * About 12 MB, and 150 webhooks a second for the 7 minutes of the window. Beyond, the oldest are forgotten, and
     * would be delivered again: at least once is what is promised.
     */
    static final int MAX_REMEMBERED = 65_536;

    private final Recipient recipient;
    private final TimeWindow window;

    /** Both are guarded by this object's lock, which is held for no longer than a look into them. */
    private final Map<String, CompletableFuture<Outcome>> underWay = new HashMap<>();

    private final Map<String, Instant> delivered = new LinkedHashMap<>();

    Once(Recipient recipient, TimeWindow window) {
        this.recipient = recipient;
        this.window = window;
    }

    @Override
    public Uni<Outcome> deliver(Delivery delivery) {
        // A copy, because whoever stops waiting cancels what he waits for.
        return Uni.createFrom().completionStage(() -> join(delivery).copy());
    }

    private CompletableFuture<Outcome> join(Delivery delivery) {
        String digest = delivery.envelope().digest();
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        synchronized (this) {
            if (delivered.containsKey(digest)) {
                return CompletableFuture.completedFuture(new Delivered());
            }
            CompletableFuture<Outcome> first = underWay.putIfAbsent(digest, outcome);
            if (first != null) {
                return first;
            }
        }
        begin(delivery).whenComplete((result, defect) -> {
            end(digest, result instanceof Delivered);
            if (defect == null) {
                outcome.complete(result);
            } else {
                outcome.completeExceptionally(defect);
            }
        });
        return outcome;
    }

    private CompletionStage<Outcome> begin(Delivery delivery) {
        return Uni.createFrom().deferred(() -> recipient.deliver(delivery)).subscribeAsCompletionStage();
    }

    private synchronized void end(String digest, boolean success) {
        underWay.remove(digest);
        if (success) {
            delivered.put(digest, window.now());
            forgetOld();
        }
    }

    /** What is older than the window is refused for its age, if it comes again. */
    private void forgetOld() {
        Instant end = window.now().minus(window.length());
        Iterator<Instant> oldest = delivered.values().iterator();
        while (oldest.hasNext() && (oldest.next().isBefore(end) || delivered.size() > MAX_REMEMBERED)) {
            oldest.remove();
        }
    }
}
