package dev.usher.webhook;

import java.time.Instant;
import java.util.List;

/**
 * One webhook: what happened on the Channels server. An application that wants it as a whole observes it with
 * {@code @ObservesAsync Webhook}; see {@link WebhookEvent} for what an observer has to expect.
 *
 * @param time when the Channels server made it, by its own clock; a repeated attempt to deliver it has the same time
 * @param events in the order in which the Channels server lists them; one, unless the app has batching enabled
 */
public record Webhook(Instant time, List<WebhookEvent> events) {

    public Webhook {
        events = List.copyOf(events);
    }
}
