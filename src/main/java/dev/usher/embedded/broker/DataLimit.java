package dev.usher.embedded.broker;

import java.nio.charset.StandardCharsets;

/**
 * How much an event may carry.
 *
 * @see <a href="https://pusher.com/docs/channels/library_auth_reference/rest-api/#post-event-trigger-an-event">The
 *     HTTP API, POST event</a>
 */
final class DataLimit {

    static final int BYTES = 10_240;

    /** As Pusher's HTTP API says it. */
    static final String MESSAGE = "The data content of this event exceeds the allowed maximum (" + BYTES + " bytes)."
            + " See https://pusher.com/docs/channels/server_api/http-api/#publishing-events for more info";

    private DataLimit() {}

    static boolean isExceededBy(String data) {
        return data.getBytes(StandardCharsets.UTF_8).length > BYTES;
    }
}
