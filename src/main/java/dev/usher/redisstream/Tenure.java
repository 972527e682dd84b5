package dev.usher.redisstream;

import dev.usher.intake.Backoff;
import dev.usher.intake.Intake;
import dev.usher.intake.Lanes;
import dev.usher.intake.Log;
import dev.usher.intake.Source;
import dev.usher.intake.Verdict.Poison;
import dev.usher.redisstream.StreamCommands.Fresh;
import dev.usher.redisstream.StreamCommands.Pending;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** The time for which this pod is the one that reads a stream. Works off what was left behind before it, then what is new. */
final class Tenure implements Log<String> {

    private static final Logger LOG = Logger.getLogger(Tenure.class);

    private final StreamKeys keys;
    private final String token;
    private final int capacity;
    private final StreamCommands commands;
    private final Source source;
    private final Vertx vertx;
    private final Lanes<String> lanes;

    /** By {@link System#nanoTime()}: from then on, what is begun might not end within the lease. */
    private volatile long safeUntil;

    /** All below is guarded by this object's lock. */
    private Optional<String> left = Optional.of(Pending.START);

    private boolean reading;
    private boolean over;
    private boolean abandoned;
    private int failures;

    Tenure(StreamKeys keys, String token, int capacity, Tools tools) {
        this.keys = keys;
        this.token = token;
        this.capacity = capacity;
        this.commands = tools.commands();
        this.source = tools.source();
        this.vertx = tools.vertx();
        this.lanes = new Lanes<>(tools.intake(), source, vertx, this);
    }

    /** What every tenure works with. */
    record Tools(StreamCommands commands, Intake intake, Source source, Vertx vertx) {}

    /** What a lease is held by that is taken now: nobody else's, nor that of a time before. */
    static String newToken(String pod) {
        return pod + " " + UUID.randomUUID();
    }

    String token() {
        return token;
    }

    /** Begins to read, or goes on to. */
    void holdUntil(long nanoTime) {
        safeUntil = nanoTime;
        read();
    }

    @Override
    public boolean mayPublish() {
        return System.nanoTime() - safeUntil < 0;
    }

    /** Reads no more, and ends what is under way; tells how many records are left. */
    Uni<Integer> drain() {
        synchronized (this) {
            over = true;
        }
        return lanes.drain();
    }

    /** Drops everything at once: another pod may have it by now. */
    void abandon() {
        synchronized (this) {
            if (abandoned) {
                return;
            }
            over = true;
            abandoned = true;
        }
        LOG.warnf(
                "This pod does not know any more that no other reads %s. %d records in work are left to the one that reads it"
                        + " next; of those that were under way, some may arrive twice.",
                keys.stream(), lanes.abandon());
    }

    /** Whether it is of no use any more: it was dropped, or the lease could run out before what is begun has ended. */
    synchronized boolean isLost() {
        return abandoned || !mayPublish();
    }

    synchronized boolean isOver() {
        return over;
    }

    @Override
    public Uni<Void> acknowledge(List<String> ids) {
        return commands.acknowledge(keys, ids);
    }

    @Override
    public Uni<Void> putAside(String id, Poison poison) {
        return commands.putAside(keys, id, poison);
    }

    @Override
    public void relieved() {
        read();
    }

    private void read() {
        int room = capacity - lanes.inWork();
        synchronized (this) {
            // Not for each place that becomes free: half a load at a time.
            if (over || reading || room < (capacity + 1) / 2) {
                return;
            }
            reading = true;
        }
        next(room).subscribe().with(done -> readOn(), this::failed);
    }

    private Uni<Void> next(int room) {
        Optional<String> cursor;
        synchronized (this) {
            cursor = left;
        }
        return cursor.map(from -> commands.pending(keys, token, from, room)
                        .invoke(this::add)
                        .replaceWithVoid())
                .orElseGet(() -> commands.fresh(keys, token, room).chain(this::addOrWait));
    }

    private void add(Pending pending) {
        if (pending.gone() > 0) {
            LOG.errorf(
                    "%d records of %s were taken out of the stream before they were published.",
                    pending.gone(), keys.stream());
        }
        add(pending.records());
        synchronized (this) {
            left = pending.isLast() ? Optional.empty() : Optional.of(pending.cursor());
        }
    }

    private Uni<Void> addOrWait(Fresh fresh) {
        add(fresh.records());
        return fresh.records().isEmpty()
                ? commands.await(keys, fresh.last())
                : Uni.createFrom().voidItem();
    }

    private void add(List<StreamRecord> records) {
        records.forEach(record -> lanes.add(record.key(), record.event(), record.id()));
    }

    private void readOn() {
        synchronized (this) {
            reading = false;
            failures = 0;
        }
        read();
    }

    private void failed(Throwable failure) {
        if (failure instanceof LeaseLostException || isGone(failure)) {
            abandon();
        }
        Duration pause;
        synchronized (this) {
            if (over) {
                return;
            }
            failures++;
            pause = Backoff.pause(failures, Optional.empty());
        }
        source.lost(failure);
        vertx.setTimer(Math.max(1, pause.toMillis()), tick -> {
            synchronized (this) {
                reading = false;
            }
            read();
        });
    }

    /** Whether the stream or the group has been deleted; who takes the lease next makes both anew. */
    private static boolean isGone(Throwable failure) {
        return String.valueOf(failure.getMessage()).startsWith("NOGROUP");
    }
}
