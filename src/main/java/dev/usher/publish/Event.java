package dev.usher.publish;

import dev.usher.channel.ChannelAttribute;
import dev.usher.channel.Destination;
import dev.usher.channel.EventName;
import dev.usher.channel.SocketId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An event to be published.
 *
 * @param destinations where to, 1 to {@value #MAX_DESTINATIONS}, each once
 * @param except a connection that is not to receive it, because it caused it
 * @param info what to tell about the channels
 * @param idempotent whether it does no harm if it arrives twice; then it is sent again when it is not known whether it
 *     did
 */
public record Event(
        EventName name,
        EventData data,
        List<Destination> destinations,
        Optional<SocketId> except,
        Set<ChannelAttribute> info,
        boolean idempotent) {

    /** Ours: what a server takes at once is less, and made of it by whoever sends it. It bounds what one call costs. */
    public static final int MAX_DESTINATIONS = 1000;

    /** @throws IllegalArgumentException if there are no destinations, or too many */
    public Event {
        destinations = destinations.stream().distinct().toList();
        info = Set.copyOf(info);
        if (destinations.isEmpty() || destinations.size() > MAX_DESTINATIONS) {
            throw new IllegalArgumentException(
                    "destinations: %d (expected: 1 to %d)".formatted(destinations.size(), MAX_DESTINATIONS));
        }
    }

    /** One of which it is not known whether it may arrive twice, so that it never does because of Usher. */
    public Event(
            EventName name,
            EventData data,
            List<Destination> destinations,
            Optional<SocketId> except,
            Set<ChannelAttribute> info) {
        this(name, data, destinations, except, info, false);
    }

    /**
     * An event for everyone there, of which nothing is to be told.
     *
     * @throws IllegalArgumentException if there are no destinations, or too many
     */
    public static Event of(EventName name, EventData data, Destination... destinations) {
        return new Event(name, data, List.of(destinations), Optional.empty(), Set.of());
    }
}
