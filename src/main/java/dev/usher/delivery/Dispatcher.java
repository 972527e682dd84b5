package dev.usher.delivery;

import dev.usher.upstream.UpstreamFailure;
import dev.usher.upstream.UpstreamFailure.Reason;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Lets as many calls go out at a time as there are connections, each with all that waits for it and fits. Whoever comes
 * while there is a connection free and nothing else of its channel under way leaves at once.
 *
 * <p>Safe for use by any number of threads, of which none waits: its lock is held for looking at the queue only.
 */
final class Dispatcher {

    private static final Logger LOG = Logger.getLogger(Dispatcher.class);

    private final Lanes lanes;
    private final Breaker breaker;
    private final int connections;
    private final Executor eventLoops;
    private final Function<List<Parcel>, Uni<Void>> deliver;

    private int underWay;
    private boolean closed;
    private Runnable idle = () -> {};

    /** @param eventLoops on which the calls are made, wherever what they carry comes from */
    Dispatcher(
            Lanes lanes,
            Breaker breaker,
            int connections,
            Executor eventLoops,
            Function<List<Parcel>, Uni<Void>> deliver) {
        this.lanes = lanes;
        this.breaker = breaker;
        this.connections = connections;
        this.eventLoops = eventLoops;
        this.deliver = deliver;
    }

    /** Takes them as far as there is room, in their order, and settles the rest at once. */
    void submit(List<Parcel> parcels) {
        Optional<UpstreamFailure> refusal = Optional.empty();
        int taken = 0;
        synchronized (this) {
            if (closed) {
                refusal = Optional.of(new UpstreamFailure(Reason.OVERLOADED, Optional.of(UpstreamFailure.SOON)));
            } else {
                refusal = breaker.refusal();
            }
            while (refusal.isEmpty() && taken < parcels.size()) {
                // None overtakes another of the same caller that finds no room.
                if (lanes.offer(parcels.get(taken))) {
                    taken++;
                } else {
                    refusal = Optional.of(new UpstreamFailure(Reason.OVERLOADED, Optional.of(UpstreamFailure.SOON)));
                }
            }
        }
        for (Parcel parcel : parcels.subList(taken, parcels.size())) {
            refusal.ifPresent(failure -> refuse(parcel, failure));
        }
        pump();
    }

    /** That there is no room is its own failure; that the server is down, that of those before it. */
    private static void refuse(Parcel parcel, UpstreamFailure failure) {
        if (failure.reason() == Reason.OVERLOADED) {
            parcel.fail(failure);
        } else {
            parcel.failUnsent(failure);
        }
    }

    /** Is told after each call whether the server failed. */
    void noteHealth(Optional<UpstreamFailure> failure) {
        if (failure.isEmpty() || failure.get().reason().isOfTheRequest()) {
            breaker.succeeded();
        } else if (breaker.failed(failure.get())) {
            abandon(failure.get());
        }
    }

    /** Nothing is taken any more. What was is still delivered, and then {@code whenIdle} is told. */
    void close(Runnable whenIdle) {
        synchronized (this) {
            closed = true;
            idle = whenIdle;
        }
        pump();
    }

    /** Gives up what still waits. */
    void abandon(UpstreamFailure failure) {
        List<Parcel> waiting;
        synchronized (this) {
            waiting = lanes.waiting();
        }
        waiting.forEach(parcel -> parcel.failUnsent(failure));
        synchronized (this) {
            lanes.sweep();
        }
    }

    synchronized int queued() {
        return lanes.parcels();
    }

    synchronized long queuedBytes() {
        return lanes.bytes();
    }

    synchronized int underWay() {
        return underWay;
    }

    private void pump() {
        Optional<Lanes.Load> load = next();
        while (load.isPresent()) {
            Lanes.Load taken = load.get();
            eventLoops.execute(() -> Uni.createFrom()
                    .deferred(() -> deliver.apply(taken.parcels()))
                    .subscribe()
                    .with(done -> release(taken), failure -> breakOff(taken, failure)));
            load = next();
        }
    }

    private Optional<Lanes.Load> next() {
        Runnable nowIdle;
        synchronized (this) {
            if (underWay < connections && breaker.permits()) {
                Optional<Lanes.Load> load = lanes.take();
                if (load.isPresent()) {
                    breaker.begin();
                    underWay++;
                    return load;
                }
            }
            nowIdle = closed && underWay == 0 && lanes.parcels() == 0 ? idle : () -> {};
        }
        nowIdle.run();
        return Optional.empty();
    }

    /** Usher's own fault, which must not cost more than this call. */
    private void breakOff(Lanes.Load load, Throwable fault) {
        LOG.error("A call to the Channels server broke off.", fault);
        UpstreamFailure failure = new UpstreamFailure(Reason.FAILED);
        load.parcels().forEach(parcel -> parcel.fail(failure));
        noteHealth(Optional.of(failure));
        release(load);
    }

    private void release(Lanes.Load load) {
        synchronized (this) {
            lanes.release(load);
            lanes.sweep();
            underWay--;
        }
        pump();
    }
}
