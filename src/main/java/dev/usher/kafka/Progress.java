package dev.usher.kafka;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What has become of the records of one partition since this pod has it. The thread that reads and those that publish meet
 * here.
 */
final class Progress {

    /** So far a record may be ahead of the oldest unfinished one, before the partition waits for that. */
    static final int SPAN = Bookmark.REACH / 2;

    /** All below is guarded by this object's lock. */
    private Bookmark before;

    /** From the oldest unfinished record on. */
    private final Deque<Mark> marks = new ArrayDeque<>();

    private final Map<Long, Mark> unfinished = new HashMap<>();
    private long next;
    private long received;
    private long finished;
    private long noted;
    private long acknowledged;
    private long bytes;

    /** @param before how far whoever had the partition before has come */
    Progress(Bookmark before) {
        this.before = before;
        this.next = before.offset();
    }

    /** Whether the record is to be published, which it is not if that was done before. */
    synchronized boolean receive(long offset, int size) {
        if (offset < next) {
            beginAnew();
        }
        next = offset + 1;
        received++;
        Mark mark = new Mark(offset, size);
        marks.add(mark);
        unfinished.put(offset, mark);
        bytes += size;
        if (before.notes(offset)) {
            finish(offset);
            return false;
        }
        return true;
    }

    /**
     * The topic is another one, or Kafka has lost a part of it: what was noted says nothing of this one, nor what was read.
     * What is under way ends by itself.
     */
    private void beginAnew() {
        before = Bookmark.START;
        finished += unfinished.size();
        marks.clear();
        unfinished.clear();
        bytes = 0;
    }

    /** The record has been published, or put aside. */
    synchronized void finish(long offset) {
        Mark mark = unfinished.remove(offset);
        if (mark == null) {
            return;
        }
        mark.finished = true;
        finished++;
        bytes -= mark.size;
        while (!marks.isEmpty() && marks.element().finished) {
            marks.remove();
        }
    }

    /** What is to be committed, if it is more than when this was last asked for. */
    synchronized Optional<Standing> standing() {
        if (noted == finished) {
            return Optional.empty();
        }
        noted = finished;
        long first = marks.isEmpty() ? next : marks.element().offset;
        BitSet ahead = new BitSet();
        marks.stream()
                .filter(mark -> mark.finished && mark.offset - first < Bookmark.REACH)
                .forEach(mark -> ahead.set((int) (mark.offset - first)));
        return Optional.of(new Standing(this, new Bookmark(first, ahead), finished));
    }

    private synchronized void acknowledge(long known) {
        acknowledged = Math.max(acknowledged, known);
    }

    /** Kafka may not have what was to be committed: it is to be committed again. */
    synchronized void doubt() {
        noted = acknowledged;
    }

    /** How many records have been read and not acknowledged. */
    synchronized long inFlight() {
        return received - acknowledged;
    }

    synchronized long finished() {
        return finished;
    }

    synchronized int unfinished() {
        return unfinished.size();
    }

    /** What the records take that are not finished. */
    synchronized long bytes() {
        return bytes;
    }

    /** Whether the oldest unfinished record is so far behind that nothing more is to be read before it is finished. */
    synchronized boolean isStretched() {
        return !marks.isEmpty() && next - marks.element().offset >= SPAN;
    }

    /**
     * What is to be committed.
     *
     * @param finished how many records are acknowledged by that
     */
    record Standing(Progress progress, Bookmark bookmark, long finished) {

        /** Kafka has it. */
        void acknowledge() {
            progress.acknowledge(finished);
        }
    }

    private static final class Mark {

        private final long offset;
        private final int size;
        private boolean finished;

        private Mark(long offset, int size) {
            this.offset = offset;
            this.size = size;
        }
    }
}
