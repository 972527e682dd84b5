package dev.usher.testing;

import java.util.List;

/**
 * A call to a {@link ScriptedChannels}, as far as it has been read.
 *
 * @param number 1 for the first call that the server got
 * @param connection 1 for the first connection that was opened to it
 * @param turn 1 for the first call on that connection
 * @param events that it brings, an event for many channels once for each; none before its body is read
 */
public record ScriptedCall(int number, int connection, int turn, String path, List<UpstreamEvent> events) {

    public ScriptedCall {
        events = List.copyOf(events);
    }

    /** Whether it brings an event of that name. */
    public boolean holds(String name) {
        return events.stream().anyMatch(event -> event.name().equals(name));
    }

    public boolean isBatch() {
        return path.endsWith("/batch_events");
    }
}
