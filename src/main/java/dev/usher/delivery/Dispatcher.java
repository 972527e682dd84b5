package dev.usher.delivery;

import dev.usher.upstream.UpstreamFailure;
import dev.usher.upstream.UpstreamFailure.Reason;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * Lets as many calls go out at a time as there are connections, each with all that waits for it and fits. Whoever comes
 * while there is a connection free and nothing else of its channel under way leaves at once.
 *
 * <p>Safe for use by any number of threads, of which none waits: its lock is held for looking at the queue only.
 */
final class Dispatcher {

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
            refusal.ifPresent(failure -> parcel.fail(failure, failure.reason() == Reason.OVERLOADED));
        }
        pump();
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
        waiting.forEach(parcel -> parcel.fail(failure, false));
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
            eventLoops.execute(() ->
                    deliver.apply(taken.parcels()).subscribe().with(done -> release(taken), failure -> release(taken)));
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

    private void release(Lanes.Load load) {
        synchronized (this) {
            lanes.release(load);
            underWay--;
        }
        pump();
    }
}
