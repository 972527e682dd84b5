package dev.usher.delivery;

import dev.usher.channel.Destination;
import dev.usher.publish.Event;
import java.util.List;

/** What of an event goes out in one piece: to a number of destinations that all get the same bytes, or to one. */
public record Part(Event event, List<Destination> destinations) {

    public Part {
        destinations = List.copyOf(destinations);
    }

    /** Whether it has one destination, so that it can go in a batch. */
    public boolean isSingle() {
        return destinations.size() == 1;
    }
}
