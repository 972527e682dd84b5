package dev.usher.embedded.broker;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Remembers the last event of each cache channel, whether anybody is on the channel or not. Guarded by the {@link Hub}
 * that owns it.
 *
 * @see <a href="https://pusher.com/docs/channels/using_channels/cache-channels/">Cache channels</a>
 */
final class Cache {

    /** The longest that Pusher promises; there it may be shorter. */
    static final Duration TIME_TO_LIVE = Duration.ofMinutes(30);

    /**
     * What is remembered of an event.
     *
     * @param frame as clients got it
     * @param data its {@code data}, by which backends are told of it
     * @param timeToLive how long it will be remembered from now on
     */
    record Remembered(String frame, String data, Duration timeToLive) {}

    private record Entry(String frame, String data, Instant end) {}

    private final Clock clock;
    private final Map<Topic, Entry> entries = new HashMap<>();

    Cache(Clock clock) {
        this.clock = clock;
    }

    void put(Topic topic, String frame, String data) {
        Instant now = clock.instant();
        // What has expired goes when something else comes, so that the memory is bounded by what half an hour brings.
        entries.values().removeIf(entry -> !now.isBefore(entry.end()));
        entries.put(topic, new Entry(frame, data, now.plus(TIME_TO_LIVE)));
    }

    Optional<Remembered> get(Topic topic) {
        Instant now = clock.instant();
        return Optional.ofNullable(entries.get(topic))
                .filter(entry -> now.isBefore(entry.end()))
                .map(entry -> new Remembered(entry.frame(), entry.data(), Duration.between(now, entry.end())));
    }
}
