package dev.usher.embedded.broker;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Limits the client events of one connection.
 *
 * @see <a href="https://pusher.com/docs/channels/using_channels/events/#rate-limit-your-events">Client events, rate
 *     limit</a>
 */
final class RateLimit {

    /** What Pusher allows one connection. */
    static final int EVENTS_PER_SECOND = 10;

    private static final long SECOND_MILLIS = 1_000;

    private final Clock clock;
    private final Deque<Long> lastSecond = new ArrayDeque<>(EVENTS_PER_SECOND);

    RateLimit(Clock clock) {
        this.clock = clock;
    }

    /** Whether one more event is allowed now; if it is, it is counted. */
    boolean allowsOneMore() {
        long now = clock.millis();
        while (!lastSecond.isEmpty() && now - lastSecond.getFirst() >= SECOND_MILLIS) {
            lastSecond.removeFirst();
        }
        if (lastSecond.size() == EVENTS_PER_SECOND) {
            return false;
        }
        lastSecond.addLast(now);
        return true;
    }
}
