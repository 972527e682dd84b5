package dev.usher.pusher;

import dev.usher.channel.Destination;
import dev.usher.publish.Event;
import java.util.List;

/**
 * What of an event goes out in one piece: to a number of destinations that all get the same bytes, or to one.
 *
 * @param index of the event among those that are published together
 */
record Part(int index, Event event, List<Destination> destinations) {

    /** Whether it has one destination, so that it can go in a batch. */
    boolean isSingle() {
        return destinations.size() == 1;
    }

    /** How large the data is as it is sent, in bytes. */
    int dataBytes() {
        int bytes = event.data().size();
        return destinations.get(0).isEncrypted() ? Encryption.sealedSize(bytes) : bytes;
    }
}
