package dev.usher.redisstream;

import dev.usher.redisstream.StreamCommands.Attendance;
import dev.usher.redisstream.Tenure.Tools;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Reads one stream whenever this pod is the one that does. */
final class StreamReader {

    private static final Logger LOG = Logger.getLogger(StreamReader.class);

    private final StreamKeys keys;
    private final Pod pod;
    private final Tools tools;

    /** All below is guarded by this object's lock. */
    private Optional<Tenure> tenure = Optional.empty();

    /** The token of a tenure that has ended before the lease could be given back. */
    private Optional<String> unreturned = Optional.empty();

    /** What the lease is to be taken by next. It stays so if Redis does not say in time that it is. */
    private String candidate;

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
        Optional<Tenure> now;
        Optional<String> old;
        String token;
        synchronized (this) {
            now = tenure;
            old = unreturned;
            token = now.map(Tenure::token).orElse(candidate);
        }
        long asked = System.nanoTime();
        return old.map(this::giveBack)
                .orElseGet(() -> Uni.createFrom().voidItem())
                .chain(() -> tools.commands().attend(keys, pod.name(), token, wanted && now.isEmpty(), pod.lease()))
                .invoke(attendance -> attended(attendance, now, token, asked))
                .replaceWithVoid();
    }

    private Uni<Void> giveBack(String token) {
        return tools.commands().leave(keys, pod.name(), token, false).invoke(() -> {
            synchronized (this) {
                unreturned = Optional.empty();
            }
        });
    }

    private void attended(Attendance attendance, Optional<Tenure> asking, String token, long asked) {
        Optional<Tenure> holding;
        synchronized (this) {
            pods = Math.max(1, attendance.pods());
            unsettled = attendance.holds()
                    ? attendance.unsettled().map(Long::doubleValue).orElse(Double.NaN)
                    : Double.NaN;
            // Meanwhile it may have been given back.
            holding =
                    asking.filter(before -> tenure.filter(now -> now == before).isPresent());
            if (attendance.holds() && asking.isEmpty()) {
                holding = Optional.of(new Tenure(keys, token, pod.capacity(), tools));
                tenure = holding;
                candidate = Tenure.newToken(pod.name());
                LOG.infof("This pod reads %s.", keys.stream());
            }
        }
        if (attendance.holds()) {
            long safe = pod.lease().minus(pod.deadline()).toNanos();
            holding.ifPresent(now -> now.holdUntil(asked + safe));
        } else {
            holding.ifPresent(this::drop);
        }
    }

    private synchronized Optional<Tenure> current() {
        return tenure;
    }

    private void drop(Tenure lost) {
        lost.abandon();
        synchronized (this) {
            unreturned = Optional.of(lost.token());
            tenure = Optional.empty();
        }
    }

    /**
     * Ends what is under way, and gives the lease back.
     *
     * @param forGood whether this pod does not come back
     * @return how many records are left to the next; never fails
     */
    Uni<Integer> leave(boolean forGood) {
        Optional<Tenure> ending = current();
        return ending.map(Tenure::drain)
                .orElseGet(() -> Uni.createFrom().item(0))
                .call(left -> tools.commands()
                        .leave(keys, pod.name(), ending.map(Tenure::token).orElse(""), forGood)
                        .onFailure()
                        .recoverWithNull())
                .invoke(left -> {
                    synchronized (this) {
                        tenure = Optional.empty();
                    }
                });
    }

    /** As it is; what is under way may have been published. */
    void abandon() {
        current().ifPresent(this::drop);
    }
}
