package dev.usher.redisstream;

import dev.usher.intake.Intake;
import dev.usher.intake.Lanes;
import dev.usher.intake.Log;
import dev.usher.intake.Source;
import dev.usher.intake.Verdict.Poison;
import dev.usher.redisstream.StreamCommands.Fresh;
import dev.usher.redisstream.StreamCommands.Pending;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * The time for which this pod is the one that reads a stream. Works off what was left behind before it, then what is new.
 *
 * <p>It ends with the first attempt to read that fails. Redis may have handed out records all the same, or may do so yet,
 * and those behind them are not to be read first: the next tenure begins with what is pending, and has another token, so
 * that what was asked for with this one is not done any more.
 */
final class Tenure implements Log<String> {

    private static final Logger LOG = Logger.getLogger(Tenure.class);

    private final StreamKeys keys;
    private final String token;
    private final int capacity;
    private final Owner owner;
    private final StreamCommands commands;
    private final LongSupplier nanoTime;
    private final Lanes<String> lanes;

    /** All below is guarded by this object's lock. From then on, what is begun might not end within the lease. */
    private long safeUntil;

    private Optional<String> left = Optional.of(Pending.START);
    private boolean reading;
    private boolean over;
    private boolean lapsed;
    private boolean abandoned;

    /** @param safeUntil as of {@link #holdUntil} */
    Tenure(StreamKeys keys, String token, int capacity, long safeUntil, Owner owner, Tools tools) {
        this.keys = keys;
        this.token = token;
        this.capacity = capacity;
        this.safeUntil = safeUntil;
        this.owner = owner;
        this.commands = tools.commands();
        this.nanoTime = tools.nanoTime();
        this.lanes = new Lanes<>(tools.intake(), tools.source(), tools.vertx(), this);
    }

    /**
     * What every tenure works with.
     *
     * @param nanoTime as {@link System#nanoTime()}
     */
    record Tools(StreamCommands commands, Intake intake, Source source, Vertx vertx, LongSupplier nanoTime) {}

    /** Who has it. */
    interface Owner {

        /** Redis has answered what was asked for. */
        void hasRead();

        /** It has not, or not in time: the tenure is over. */
        void couldNotRead(Tenure tenure, Throwable failure);
    }

    /** What a lease is held by that is taken now: nobody else's, nor that of a time before. */
    static String newToken(String pod) {
        return pod + " " + UUID.randomUUID();
    }

    String token() {
        return token;
    }

    /**
     * Begins to read, or goes on to.
     *
     * @param time of the clock that it was given
     * @return whether it does; it does not once it {@link #isLost()}, since its records stand still for good then
     */
    boolean holdUntil(long time) {
        synchronized (this) {
            if (isLost()) {
                return false;
            }
            safeUntil = time;
        }
        read();
        return true;
    }

    @Override
    public synchronized boolean mayPublish() {
        lapsed |= nanoTime.getAsLong() - safeUntil >= 0;
        return !lapsed;
    }

    /** Reads no more, and ends what is under way; tells how many records are left. */
    Uni<Integer> drain() {
        end();
        return lanes.drain();
    }

    private synchronized void end() {
        over = true;
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

    synchronized boolean isAbandoned() {
        return abandoned;
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
        owner.hasRead();
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
        }
        read();
    }

    private void failed(Throwable failure) {
        if (failure instanceof LeaseLostException) {
            abandon();
            return;
        }
        end();
        owner.couldNotRead(this, failure);
    }
}
