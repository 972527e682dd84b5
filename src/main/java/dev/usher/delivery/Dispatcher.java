package dev.usher.delivery;

import dev.usher.delivery.Breaker.Pass;
import dev.usher.upstream.UpstreamFailure;
import dev.usher.upstream.UpstreamFailure.Reason;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;

/**
 * Lets as many calls go out at a time as there are connections, each with all that waits for it and fits. Whoever comes
 * while there is a connection free and nothing else of its channel under way leaves at once.
 *
 * <p>Safe for use by any number of threads, of which none waits: its lock is held for looking at the queue only.
 */
final class Dispatcher {

    private static final Logger LOG = Logger.getLogger(Dispatcher.class);

    private static final UpstreamFailure FULL =
            new UpstreamFailure(Reason.OVERLOADED, Optional.of(UpstreamFailure.SOON));

    private final Lanes lanes;
    private final Breaker breaker;
    private final int connections;
    private final Executor eventLoops;
    private final Delivery delivery;

    private int underWay;
    private boolean closed;
    private Runnable idle = () -> {};

    /** @param eventLoops on which the calls are made, wherever what they carry comes from */
    Dispatcher(Lanes lanes, Breaker breaker, int connections, Executor eventLoops, Delivery delivery) {
        this.lanes = lanes;
        this.breaker = breaker;
        this.connections = connections;
        this.eventLoops = eventLoops;
        this.delivery = delivery;
    }

    /** Takes its events as far as there is room, in their order, and settles the rest at once. */
    void submit(Shipment shipment) {
        List<List<Parcel>> events = shipment.byEvent();
        Optional<UpstreamFailure> down;
        int taken = 0;
        synchronized (this) {
            down = breaker.refusal();
            // None overtakes another of the same caller that finds no room.
            while (!closed && down.isEmpty() && taken < events.size() && lanes.offer(events.get(taken))) {
                taken++;
            }
        }
        for (List<Parcel> event : events.subList(taken, events.size())) {
            event.forEach(parcel -> down.ifPresentOrElse(parcel::failUnsent, () -> parcel.turnAway(FULL)));
        }
        pump();
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
        for (Optional<Departure> next = next(); next.isPresent(); next = next()) {
            Departure departure = next.get();
            eventLoops.execute(() -> Uni.createFrom()
                    .deferred(() -> delivery.deliver(departure.load().parcels(), departure.pass()))
                    .subscribe()
                    .with(done -> release(departure.load()), failure -> breakOff(departure, failure)));
        }
    }

    private Optional<Departure> next() {
        Runnable nowIdle;
        synchronized (this) {
            Optional<Pass> pass = underWay < connections ? breaker.enter() : Optional.empty();
            if (pass.isPresent()) {
                Optional<Lanes.Load> load = lanes.take();
                if (load.isPresent()) {
                    underWay++;
                    return Optional.of(new Departure(load.get(), pass.get()));
                }
                pass.get().giveBack();
            }
            nowIdle = closed && underWay == 0 && lanes.parcels() == 0 ? idle : () -> {};
        }
        nowIdle.run();
        return Optional.empty();
    }

    /** Usher's own fault, which must not cost more than this call, and says nothing of the server. */
    private void breakOff(Departure departure, Throwable fault) {
        LOG.error("A call to the Channels server broke off.", fault);
        departure.pass().giveBack();
        departure.load().parcels().forEach(parcel -> parcel.fail(new UpstreamFailure(Reason.FAILED)));
        release(departure.load());
    }

    private void release(Lanes.Load load) {
        synchronized (this) {
            lanes.release(load);
            lanes.sweep();
            underWay--;
        }
        pump();
    }

    /** Brings about that all of them are settled, and ends then. */
    interface Delivery {
        Uni<Void> deliver(List<Parcel> parcels, Pass pass);
    }

    private record Departure(Lanes.Load load, Pass pass) {}
}
