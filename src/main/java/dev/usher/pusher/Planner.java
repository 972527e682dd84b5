package dev.usher.pusher;

import dev.usher.channel.Destination;
import dev.usher.publish.Event;
import dev.usher.upstream.ServerProfile.Limits;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * Makes of events the calls that a server takes. Every destination of every event is in exactly one call; an encrypted
 * channel is alone with its event, because it has a key of its own; and the events of one channel keep their order.
 */
final class Planner {

    /** {@code {"batch":[]}}, beside the events and a comma behind each, which an event that goes alone makes up for. */
    private static final int BATCH_BYTES = 12;

    private final Limits limits;
    private final ToIntFunction<Part> bytes;

    /** @param bytes how large the body of a part is that goes alone */
    Planner(Limits limits, ToIntFunction<Part> bytes) {
        this.limits = limits;
        this.bytes = bytes;
    }

    /** The parts of one event. */
    List<Part> split(int index, Event event) {
        List<Part> parts = new ArrayList<>();
        Group plain = new Group(index, event);
        for (Destination destination : event.destinations()) {
            if (destination.isEncrypted()) {
                parts.add(new Part(index, event, List.of(destination)));
            } else if (!plain.add(destination)) {
                parts.add(plain.toPart());
                plain = new Group(index, event, destination);
            }
        }
        if (!plain.destinations.isEmpty()) {
            parts.add(plain.toPart());
        }
        return parts;
    }

    /** The calls that carry these parts. */
    List<Call> gather(List<Part> parts) {
        List<Call> calls = new ArrayList<>();
        Batch open = new Batch();
        for (Part part : parts) {
            if (part.isSingle()) {
                if (!open.add(part)) {
                    calls.add(open.toCall());
                    open = new Batch(part);
                }
            } else {
                // It may overtake the open batch, unless that holds something for one of the same channels.
                if (open.isFor(part.destinations())) {
                    calls.add(open.toCall());
                    open = new Batch();
                }
                calls.add(Call.of(part));
            }
        }
        if (!open.parts.isEmpty()) {
            calls.add(open.toCall());
        }
        return calls;
    }

    private int bytes(Part part) {
        return limits.bodyBytes() == Limits.NONE ? 0 : bytes.applyAsInt(part);
    }

    /** Destinations of one event that go out together. */
    private final class Group {

        /** The quotes and the comma of a further name. */
        private static final int NAME_BYTES = 3;

        private final int index;
        private final Event event;
        private final List<Destination> destinations = new ArrayList<>();
        private int size;

        Group(int index, Event event) {
            this.index = index;
            this.event = event;
        }

        Group(int index, Event event, Destination first) {
            this(index, event);
            begin(first);
        }

        private void begin(Destination first) {
            destinations.add(first);
            size = bytes(toPart());
        }

        boolean add(Destination destination) {
            if (destinations.isEmpty()) {
                begin(destination);
                return true;
            }
            int larger = size + destination.wireName().length() + NAME_BYTES;
            if (destinations.size() >= limits.channels() || larger > limits.bodyBytes()) {
                return false;
            }
            destinations.add(destination);
            size = larger;
            return true;
        }

        Part toPart() {
            return new Part(index, event, List.copyOf(destinations));
        }
    }

    /** Parts that go out together. */
    private final class Batch {

        private final List<Part> parts = new ArrayList<>();
        private final Set<Destination> destinations = new HashSet<>();
        private int size = BATCH_BYTES;

        Batch() {}

        Batch(Part first) {
            put(first, bytes(first));
        }

        boolean add(Part part) {
            int more = bytes(part);
            if (!parts.isEmpty() && (parts.size() >= limits.events() || size + more > limits.bodyBytes())) {
                return false;
            }
            put(part, more);
            return true;
        }

        private void put(Part part, int more) {
            parts.add(part);
            destinations.addAll(part.destinations());
            size += more;
        }

        boolean isFor(List<Destination> others) {
            return others.stream().anyMatch(destinations::contains);
        }

        Call toCall() {
            return new Call(parts);
        }
    }
}
