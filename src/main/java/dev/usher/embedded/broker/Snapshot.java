package dev.usher.embedded.broker;

import java.util.List;
import java.util.Optional;

/**
 * What is known of a channel at one moment.
 *
 * @param userIds the distinct users of a presence channel; none for any other
 * @param subscriptions how many connections are on it
 * @param cached the last event of a cache channel
 */
record Snapshot(List<String> userIds, int subscriptions, Optional<Cache.Remembered> cached) {

    Snapshot {
        userIds = List.copyOf(userIds);
    }

    boolean isOccupied() {
        return subscriptions > 0;
    }
}
