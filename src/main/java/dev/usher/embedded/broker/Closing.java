package dev.usher.embedded.broker;

import java.nio.charset.StandardCharsets;

/**
 * Why the server closes a connection.
 *
 * @param code tells the client whether to come back: not after 4000–4099, at once after 4200–4299
 * @param reason a sentence for the developer, cut to what a close frame can carry
 * @see <a href="https://pusher.com/docs/channels/library_auth_reference/pusher-websockets-protocol/#error-codes">Error
 *     codes</a>
 */
record Closing(int code, String reason) {

    /** RFC 6455, 5.5: a control frame carries 125 bytes, of which the code takes two. */
    private static final int MAX_REASON_BYTES = 123;

    /** Pusher's keys have 20 characters; a longer text is no key, and would push the advice behind it out. */
    private static final int MAX_KEY_SHOWN = 32;

    static final Closing UNSUPPORTED_PROTOCOL = new Closing(4007, "Unsupported protocol version");
    static final Closing NO_PROTOCOL = new Closing(4008, "No protocol version supplied");
    static final Closing INVALID_VERSION = new Closing(4006, "Invalid version string format");
    static final Closing TERMINATED = new Closing(4009, "Connection terminated by the application's backend");
    static final Closing OVER_CAPACITY = new Closing(4100, "The connection is too slow for what is sent to it");
    static final Closing NO_PONG = new Closing(4201, "Pong reply not received");

    /** A code of the WebSocket protocol itself (RFC 6455, 7.4.1): there is no message to answer with an error. */
    static final Closing MESSAGE_TOO_BIG = new Closing(1009, "Message too big, or a broken frame");

    Closing {
        while (reason.getBytes(StandardCharsets.UTF_8).length > MAX_REASON_BYTES) {
            reason = reason.substring(0, reason.length() - 1);
        }
    }

    static Closing unknownKey(String key) {
        String shown = key.length() > MAX_KEY_SHOWN ? key.substring(0, MAX_KEY_SHOWN) + "..." : key;
        return new Closing(4001, "App key " + shown + " not in this cluster. Did you forget to specify the cluster?");
    }
}
