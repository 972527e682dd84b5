package dev.usher.delivery;

import dev.usher.publish.PublishOutcome;
import dev.usher.publish.PublishOutcome.NotAccepted;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/** Knows what has become of the events that had been taken when Usher was told to end. Safe for any number of threads. */
final class Ending {

    private static final Logger LOG = Logger.getLogger(Ending.class);

    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger published = new AtomicInteger();
    private final AtomicInteger unpublished = new AtomicInteger();
    private final AtomicInteger inDoubt = new AtomicInteger();
    private volatile boolean begun;

    /** So many events are published together from now on. */
    void follow(int events, CompletionStage<List<PublishOutcome>> outcome) {
        if (!begun) {
            open.addAndGet(events);
            var unused = outcome.thenAccept(this::settled);
        }
    }

    private void settled(List<PublishOutcome> outcomes) {
        open.addAndGet(-outcomes.size());
        if (begun) {
            outcomes.forEach(outcome -> count(outcome).incrementAndGet());
        }
    }

    private AtomicInteger count(PublishOutcome outcome) {
        if (outcome instanceof NotAccepted failed) {
            return failed.uncertain().isEmpty() ? unpublished : inDoubt;
        }
        return published;
    }

    /** Counts from now on. */
    void begin() {
        begun = true;
    }

    /** Says how it went. What is still with the server may have been published. */
    void report() {
        int doubtful = inDoubt.get() + open.get();
        if (unpublished.get() + doubtful > 0) {
            LOG.warnf(
                    "Usher ends. Of the events that it had taken before, %d have been published since, %d have not, and of %d"
                            + " it is not known.",
                    published.get(), unpublished.get(), doubtful);
        } else if (published.get() > 0) {
            LOG.infof("Usher ends. All %d events that were left have been published.", published.get());
        }
    }
}
