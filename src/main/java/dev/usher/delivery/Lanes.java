package dev.usher.delivery;

import dev.usher.upstream.ServerProfile.Limits;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be sent. No two calls at a time are about the same lane, which is a channel as a rule, so that what is
 * published to it stays in order; and what is taken together fills a batch, if there is enough of it. Bounded. Not safe
 * for use by several threads.
 */
final class Lanes {

    /** {@code {"batch":[]}}, beside the events and a comma behind each, which an event that goes alone makes up for. */
    private static final int BATCH_BYTES = 12;

    /** So many of those that are ready are looked at to fill a batch, if there are some among them that go alone. */
    private static final int MAX_LOOKED_AT = 64;

    private final Limits limits;
    private final int maxParcels;
    private final long maxBytes;
    private final Map<Object, Lane> lanes = new HashMap<>();

    /** First in their lanes, none of which is in use. */
    private final Deque<Parcel> ready = new ArrayDeque<>();

    private int parcels;
    private long bytes;

    Lanes(Limits limits, int maxParcels, long maxBytes) {
        this.limits = limits;
        this.maxParcels = maxParcels;
        this.maxBytes = maxBytes;
    }

    int parcels() {
        return parcels;
    }

    long bytes() {
        return bytes;
    }

    /**
     * Puts what belongs together behind what waits in its lanes, and answers whether there was room for all of it. An
     * empty queue has room for anything.
     */
    boolean offer(List<Parcel> together) {
        long more = together.stream().mapToLong(Parcel::bytes).sum();
        if (parcels > 0 && (parcels + together.size() > maxParcels || bytes + more > maxBytes)) {
            return false;
        }
        together.forEach(this::add);
        return true;
    }

    private void add(Parcel parcel) {
        parcels++;
        bytes += parcel.bytes();
        parcel.lanes()
                .forEach(lane ->
                        lanes.computeIfAbsent(lane, none -> new Lane()).waiting.add(parcel));
        if (isFirst(parcel, null)) {
            ready.add(parcel);
        }
    }

    /** What the next call can carry; nothing if all that waits has to wait. Its lanes are in use until it is released. */
    Optional<Load> take() {
        while (!ready.isEmpty()) {
            Parcel first = ready.remove();
            Load load = new Load();
            load.add(first);
            if (first.send()) {
                if (first.part().isSingle()) {
                    fill(load);
                }
                return Optional.of(load);
            }
            // Nobody waits for it any more.
            release(load);
        }
        return Optional.empty();
    }

    /** Removes, of what could be taken, that for which nobody waits any more. */
    void sweep() {
        while (!ready.isEmpty() && !ready.element().isOpen()) {
            Load load = new Load();
            load.add(ready.remove());
            release(load);
        }
    }

    /** Gives the lanes free. */
    void release(Load load) {
        List<Lane> freed = new ArrayList<>();
        for (Parcel parcel : load.parcels) {
            for (Object key : parcel.lanes()) {
                Lane lane = lanes.get(key);
                if (lane != null && lane.user == load) {
                    lane.user = null;
                    freed.add(lane);
                    if (lane.waiting.isEmpty()) {
                        lanes.remove(key);
                    }
                }
            }
        }
        // Once each, though one may be the first in several of these lanes.
        Set<Parcel> next = new LinkedHashSet<>();
        for (Lane lane : freed) {
            Parcel first = lane.waiting.peek();
            if (first != null && isFirst(first, null)) {
                next.add(first);
            }
        }
        ready.addAll(next);
    }

    /** All that waits; the lanes that are in use are not touched. */
    List<Parcel> waiting() {
        return lanes.values().stream()
                .flatMap(lane -> lane.waiting.stream())
                .distinct()
                .toList();
    }

    private void fill(Load load) {
        int looked = 0;
        for (Iterator<Parcel> others = ready.iterator();
                others.hasNext() && load.hasRoom() && looked < MAX_LOOKED_AT;
                looked++) {
            Parcel other = others.next();
            if (load.takes(other) && other.send()) {
                others.remove();
                load.add(other);
            }
        }
        // Then those behind them in the same lanes, which may go in the same batch, as it keeps their order.
        for (int i = 0; i < load.parcels.size() && load.hasRoom(); i++) {
            for (Object key : load.parcels.get(i).lanes()) {
                Parcel next = lane(key).waiting.peek();
                if (next != null && isFirst(next, load) && load.takes(next) && next.send()) {
                    load.add(next);
                }
            }
        }
    }

    /** Whether it is the first in all of its lanes, and these are in use by nobody else. */
    private boolean isFirst(Parcel parcel, @Nullable Load user) {
        return parcel.lanes().stream()
                .map(this::lane)
                .allMatch(lane -> lane.waiting.peek() == parcel && (lane.user == null || lane.user == user));
    }

    private Lane lane(Object key) {
        Lane lane = lanes.get(key);
        if (lane == null) {
            throw new IllegalStateException("no lane for what waits in it");
        }
        return lane;
    }

    private static final class Lane {

        private final Deque<Parcel> waiting = new ArrayDeque<>();
        private @Nullable Load user;
    }

    /** What goes together in one call. */
    final class Load {

        private final List<Parcel> parcels = new ArrayList<>();
        private int size = BATCH_BYTES;

        List<Parcel> parcels() {
            return parcels;
        }

        private boolean hasRoom() {
            return parcels.size() < limits.events();
        }

        private boolean takes(Parcel parcel) {
            return hasRoom() && parcel.part().isSingle() && size + parcel.bytes() <= limits.bodyBytes();
        }

        private void add(Parcel parcel) {
            Lanes.this.parcels--;
            bytes -= parcel.bytes();
            size += parcel.bytes();
            parcels.add(parcel);
            for (Object key : parcel.lanes()) {
                Lane lane = lane(key);
                Parcel unused = lane.waiting.remove();
                lane.user = this;
            }
        }
    }
}
