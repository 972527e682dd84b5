package dev.usher.delivery;

import dev.usher.upstream.UpstreamFailure;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** A part on its way, for which somebody waits. Safe for use by any number of threads. */
final class Parcel {

    private enum State {
        WAITING,
        SENT,
        SETTLED
    }

    private final Part part;
    private final int bytes;
    private final Shipment shipment;
    private final Tally tally;
    private final Collection<Object> lanes;
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

    /** Why it is not known whether the server took it when it was sent before. */
    private volatile Optional<UpstreamFailure> doubt = Optional.empty();

    /**
     * A parcel that waits.
     *
     * @param bytes how much it takes, both in memory and of the body of a call
     * @param tally of its event
     * @param lanes what no two calls at a time may be about
     */
    Parcel(Part part, int bytes, Shipment shipment, Tally tally, Collection<Object> lanes) {
        this.part = part;
        this.bytes = bytes;
        this.shipment = shipment;
        this.tally = tally;
        this.lanes = lanes;
    }

    Part part() {
        return part;
    }

    int bytes() {
        return bytes;
    }

    Shipment shipment() {
        return shipment;
    }

    Tally tally() {
        return tally;
    }

    Collection<Object> lanes() {
        return lanes;
    }

    /** Whether somebody still waits for what becomes of it. */
    boolean isOpen() {
        return state.get() != State.SETTLED;
    }

    /** Whether it may be with the server. */
    boolean isSent() {
        return state.get() == State.SENT;
    }

    /** Is about to be sent, unless nobody waits for it any more. */
    boolean send() {
        return state.compareAndSet(State.WAITING, State.SENT);
    }

    /** Is to be sent again. As long as it has certainly not been taken, it waits as if it had not been sent. */
    void comeBack(UpstreamFailure failure) {
        if (failure.reason().leavesItOpen()) {
            doubt = Optional.of(failure);
        } else if (doubt.isEmpty()) {
            boolean unused = state.compareAndSet(State.SENT, State.WAITING);
        }
    }

    void deliver(Map<String, Map<String, Object>> told) {
        if (settle()) {
            shipment.delivered(this, told);
        }
    }

    /** It was sent, or was to be sent, and failed itself. */
    void fail(UpstreamFailure failure) {
        if (settle()) {
            shipment.failed(this, weightier(failure), true);
        }
    }

    /** A later try that did not reach the server says nothing of the one before. That it is wrong was so from the first. */
    private UpstreamFailure weightier(UpstreamFailure failure) {
        return failure.reason().isOfTheRequest() || failure.reason().leavesItOpen() ? failure : doubt.orElse(failure);
    }

    /** It is not going to be sent again, because of what happened to another. */
    void giveUp(UpstreamFailure failure) {
        failUnsent(failure);
        fail(failure);
    }

    /** There is no room for it. */
    void turnAway(UpstreamFailure failure) {
        if (settle()) {
            shipment.turnedAway(this, failure);
        }
    }

    /**
     * It is not going to be sent, because of what happened to another. Does nothing once it is with the server, which it
     * may be from one moment to the next.
     */
    void failUnsent(UpstreamFailure failure) {
        if (state.compareAndSet(State.WAITING, State.SETTLED)) {
            shipment.failed(this, failure, false);
        }
    }

    private boolean settle() {
        return state.getAndSet(State.SETTLED) != State.SETTLED;
    }
}
