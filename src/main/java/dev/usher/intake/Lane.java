package dev.usher.intake;

import dev.usher.intake.Verdict.Published;
import io.smallrye.mutiny.subscription.Cancellable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The records of one key that are not settled yet, in their order. Guarded by the lock of the lanes. */
final class Lane<R> {

    /** So many are handed over at a time: as many as a Channels server takes in one call. */
    static final int RUN = 10;

    private final String key;
    private final Deque<Item<R>> items = new ArrayDeque<>();
    private int failures;
    private boolean pausing;
    private boolean untold;
    private Optional<Cancellable> flow = Optional.empty();

    Lane(String key) {
        this.key = key;
    }

    String key() {
        return key;
    }

    void add(Item<R> item) {
        items.add(item);
    }

    /** What is to be done next: to settle what has been published, or to publish. */
    List<Item<R>> next() {
        List<Item<R>> run = new ArrayList<>(RUN);
        for (Item<R> item : items) {
            if (run.size() == RUN || item.isJudged() != items.element().isJudged()) {
                break;
            }
            run.add(item);
        }
        return run;
    }

    void remove(int settled) {
        for (int i = 0; i < settled; i++) {
            items.remove();
        }
    }

    boolean isEmpty() {
        return items.isEmpty();
    }

    /** @return how often it has failed in a row */
    int failed() {
        pausing = true;
        return ++failures;
    }

    void succeeded() {
        failures = 0;
    }

    void goOn() {
        pausing = false;
    }

    boolean isPausing() {
        return pausing;
    }

    /** Whether it has something that was published, and that the log has not been told of. */
    boolean owes() {
        return !items.isEmpty()
                && items.element().verdict().filter(Published.class::isInstance).isPresent();
    }

    /** Whether the log did not take it when it was last told what became of a record. */
    boolean isUntold() {
        return untold;
    }

    void untold(boolean failed) {
        untold = failed;
    }

    void flows(Cancellable running) {
        flow = Optional.of(running);
    }

    void cancel() {
        flow.ifPresent(Cancellable::cancel);
    }

    /** A record, and what has been found out about it. */
    static final class Item<R> {

        private final R record;
        private final Reading reading;
        private volatile Optional<Verdict> verdict = Optional.empty();

        Item(R record, Reading reading) {
            this.record = record;
            this.reading = reading;
        }

        R record() {
            return record;
        }

        Reading reading() {
            return reading;
        }

        Optional<Verdict> verdict() {
            return verdict;
        }

        boolean isJudged() {
            return verdict.isPresent();
        }

        void judge(Verdict found) {
            verdict = Optional.of(found);
        }
    }
}
