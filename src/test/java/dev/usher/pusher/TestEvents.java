package dev.usher.pusher;

import dev.usher.channel.ChannelAttribute;
import dev.usher.channel.Destination;
import dev.usher.channel.EventName;
import dev.usher.publish.Event;
import dev.usher.publish.EventData;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Events as backends publish them. */
final class TestEvents {

    private TestEvents() {}

    static Event event(String name, String data, String... destinations) {
        return event(name, data, Arrays.asList(destinations), Set.of());
    }

    static Event event(String name, String data, List<String> destinations, Set<ChannelAttribute> info) {
        return new Event(
                new EventName(name),
                new EventData(data),
                destinations.stream().map(Destination::of).toList(),
                Optional.empty(),
                info);
    }
}
