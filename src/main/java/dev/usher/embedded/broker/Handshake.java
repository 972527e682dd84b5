package dev.usher.embedded.broker;

import io.vertx.core.MultiMap;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a client says of itself when it connects, and what there is to object to.
 *
 * @param protocol the version of the protocol that the client speaks, or 0 when it names none
 * @param objection why the client may not stay
 */
record Handshake(int protocol, Optional<Closing> objection) {

    /** Pusher documents 1 to 3 as no longer supported. */
    private static final int OLDEST_PROTOCOL = 4;

    private static final int NEWEST_PROTOCOL = 7;

    /** From this version on, a closing error is told by the close frame alone. */
    private static final int CLOSES_SILENTLY = 6;

    private static final Pattern PROTOCOL = Pattern.compile("[0-9]{1,3}");
    private static final Pattern VERSION = Pattern.compile("[0-9]+(\\.[0-9]+)*([-+.][-+.0-9A-Za-z]*)?");

    static Handshake check(String expectedKey, String key, MultiMap query) {
        String protocol = query.get("protocol");
        String version = query.get("version");
        int number = protocol != null && PROTOCOL.matcher(protocol).matches() ? Integer.parseInt(protocol) : 0;
        if (!key.equals(expectedKey)) {
            return new Handshake(number, Optional.of(Closing.unknownKey(key)));
        }
        // Pusher still guesses a missing version, and announces 4008 for it. Here is the place to notice early.
        if (protocol == null) {
            return new Handshake(number, Optional.of(Closing.NO_PROTOCOL));
        }
        if (number < OLDEST_PROTOCOL || number > NEWEST_PROTOCOL) {
            return new Handshake(number, Optional.of(Closing.UNSUPPORTED_PROTOCOL));
        }
        if (version != null && !VERSION.matcher(version).matches()) {
            return new Handshake(number, Optional.of(Closing.INVALID_VERSION));
        }
        return new Handshake(number, Optional.empty());
    }

    /** Whether the client expects a {@code pusher:error} before the connection is closed. */
    boolean wantsErrorBeforeClose() {
        return protocol < CLOSES_SILENTLY;
    }
}
