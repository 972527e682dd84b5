package dev.usher.delivery;

import dev.usher.channel.Destination;
import dev.usher.publish.Event;
import dev.usher.upstream.ServerProfile.Limits;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes of an event the parts that a server takes. Every destination is in exactly one of them; an encrypted channel is
 * alone, because it has a key of its own.
 */
final class Splitter {

    /** The quotes and the comma of a further name. */
    private static final int NAME_BYTES = 3;

    private final ChannelsServer server;

    Splitter(ChannelsServer server) {
        this.server = server;
    }

    List<Part> split(Event event) {
        List<Part> parts = new ArrayList<>();
        Group plain = new Group(event);
        for (Destination destination : event.destinations()) {
            if (destination.isEncrypted()) {
                parts.add(new Part(event, List.of(destination)));
            } else if (!plain.add(destination)) {
                parts.add(plain.toPart());
                plain = new Group(event);
                plain.begin(destination);
            }
        }
        if (!plain.destinations.isEmpty()) {
            parts.add(plain.toPart());
        }
        return parts;
    }

    /** Destinations of one event that go out together. */
    private final class Group {

        private final Limits limits = server.limits();
        private final Event event;
        private final List<Destination> destinations = new ArrayList<>();
        private int size;

        Group(Event event) {
            this.event = event;
        }

        void begin(Destination first) {
            destinations.add(first);
            size = limits.bodyBytes() == Limits.NONE ? 0 : server.bodyBytes(toPart());
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
            return new Part(event, destinations);
        }
    }
}
