package dev.usher.publish;

import dev.usher.channel.ChannelName;
import dev.usher.channel.EventName;
import dev.usher.channel.SocketId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An event to be published.
 *
 * @param channels where to, 1 to {@value #MAX_CHANNELS}, each once
 * @param except a connection that is not to receive it, because it caused it
 * @param info what to tell about the channels
 */
public record Event(
        EventName name,
        EventData data,
        List<ChannelName> channels,
        Optional<SocketId> except,
        Set<ChannelAttribute> info) {

    /** What the HTTP API takes in one request. */
    public static final int MAX_CHANNELS = 100;

    /** @throws IllegalArgumentException if there are no channels, or too many */
    public Event {
        channels = channels.stream().distinct().toList();
        info = Set.copyOf(info);
        if (channels.isEmpty() || channels.size() > MAX_CHANNELS) {
            throw new IllegalArgumentException(
                    "channels: %d (expected: 1 to %d)".formatted(channels.size(), MAX_CHANNELS));
        }
    }
}
