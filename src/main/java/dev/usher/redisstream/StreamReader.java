package dev.usher.redisstream;

import dev.usher.redisstream.StreamCommands.Attendance;
import dev.usher.redisstream.Tenure.Tools;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Reads one stream whenever this pod is the one that does.
 *
 * <p>A lease is given back when nothing is under way any more. That of a tenure that was dropped is left to run out: not
 * before then has what is under way ended.
 */
final class StreamReader implements Tenure.Owner {

    private static final Logger LOG = Logger.getLogger(StreamReader.class);

    private final StreamKeys keys;
    private final Pod pod;
    private final Tools tools;

    /** All below is guarded by this object's lock. */
    private Optional<Tenure> tenure = Optional.empty();

    /** What the lease is to be taken by next. It stays so if Redis does not say in time that it is. */
    private String candidate;

    private boolean leaving;
    private boolean gone;
    private boolean unreadable;
    private int pods = 1;
    private double unsettled = Double.NaN;

    /**
     * What a pod brings along.
     *
     * @param capacity how many records of a stream it has in work at most
     * @param lease how long a lease lasts
     * @param deadline how long it takes at most until what is begun to be published has ended
     */
    record Pod(String name, int capacity, Duration lease, Duration deadline) {}

    StreamReader(StreamKeys keys, Pod pod, Tools tools) {
        this.keys = keys;
        this.pod = pod;
        this.tools = tools;
        this.candidate = Tenure.newToken(pod.name());
        tools.source().showLag(keys.stream(), this::unsettled);
    }

    synchronized boolean isReading() {
        return tenure.filter(now -> !now.isOver()).isPresent();
    }

    /** The part of this stream that falls to each pod. */
    synchronized double share() {
        return 1.0 / pods;
    }

    private synchronized double unsettled() {
        return unsettled;
    }

    /**
     * Keeps the lease, or takes it if that is wanted and it is free.
     *
     * @return fails if Redis does
     */
    Uni<Void> attend(boolean wanted) {
        current().filter(Tenure::isLost).ifPresent(this::drop);
        // It may have ended by itself, or Redis may not have heard of it.
        current().filter(Tenure::isOver).ifPresent(ending -> leave());
        Optional<Tenure> now;
        String token;
        synchronized (this) {
            now = tenure;
            token = now.map(Tenure::token).orElse(candidate);
        }
        long asked = tools.nanoTime().getAsLong();
        return tools.commands()
                .attend(keys, pod.name(), token, wanted && now.isEmpty(), pod.lease())
                .invoke(attendance -> attended(attendance, now, token, asked))
                .replaceWithVoid();
    }

    private void attended(Attendance attendance, Optional<Tenure> asking, String token, long asked) {
        long safeUntil = asked + pod.lease().minus(pod.deadline()).toNanos();
        Optional<Tenure> holding;
        synchronized (this) {
            pods = Math.max(1, attendance.pods());
            unsettled = attendance.holds()
                    ? attendance.unsettled().map(Long::doubleValue).orElse(Double.NaN)
                    : Double.NaN;
            // Meanwhile it may have been given back.
            holding = asking.filter(this::isCurrent);
            if (attendance.holds() && asking.isEmpty() && !gone) {
                holding = Optional.of(new Tenure(keys, token, pod.capacity(), safeUntil, this, tools));
                tenure = holding;
                candidate = Tenure.newToken(pod.name());
                if (!unreadable) {
                    LOG.infof("This pod reads %s.", keys.stream());
                }
            }
            // Somebody else reads it then.
            unreadable &= attendance.holds() || asking.isPresent();
        }
        holding.filter(now -> attendance.holds() ? !now.holdUntil(safeUntil) : !now.isOver())
                .ifPresent(this::drop);
    }

    private synchronized Optional<Tenure> current() {
        return tenure;
    }

    private synchronized boolean isCurrent(Tenure asked) {
        return tenure.filter(now -> now == asked).isPresent();
    }

    private void drop(Tenure lost) {
        lost.abandon();
        forget(lost);
    }

    private synchronized void forget(Tenure ended) {
        if (isCurrent(ended)) {
            tenure = Optional.empty();
        }
    }

    @Override
    public synchronized void hasRead() {
        unreadable = false;
    }

    @Override
    public void couldNotRead(Tenure ended, Throwable failure) {
        synchronized (this) {
            unreadable = true;
        }
        tools.source().lost(failure);
        leave();
    }

    /** Whether it was in vain that it was last tried to read it. */
    synchronized boolean isUnreadable() {
        return unreadable;
    }

    /** Ends what is under way, and gives the lease back then, so that somebody else takes it; this pod perhaps. */
    void leave() {
        synchronized (this) {
            if (leaving) {
                return;
            }
            leaving = true;
        }
        leave(false).subscribe().with(left -> hasLeft(), defect -> hasLeft());
    }

    private synchronized void hasLeft() {
        leaving = false;
    }

    /**
     * Ends what is under way, and gives the lease back; this pod does not come back.
     *
     * @return how many records are left to the next; never fails
     */
    Uni<Integer> leaveForGood() {
        synchronized (this) {
            gone = true;
        }
        return leave(true);
    }

    private Uni<Integer> leave(boolean forGood) {
        Optional<Tenure> ending = current();
        return ending.map(Tenure::drain)
                .orElseGet(() -> Uni.createFrom().item(0))
                .call(left -> giveBack(ending, forGood));
    }

    /** Never fails. The lease that Redis does not take back is kept, to be given back later or to run out. */
    private Uni<Void> giveBack(Optional<Tenure> ending, boolean forGood) {
        String token =
                ending.filter(ended -> !ended.isAbandoned()).map(Tenure::token).orElse("");
        return tools.commands()
                .leave(keys, pod.name(), token, forGood)
                .invoke(() -> ending.ifPresent(this::forget))
                .onFailure()
                .recoverWithNull();
    }

    /** As it is; what is under way may have been published. */
    void abandon() {
        current().ifPresent(this::drop);
    }
}
