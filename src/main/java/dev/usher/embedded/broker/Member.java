package dev.usher.embedded.broker;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Who a connection is on a presence channel.
 *
 * @see <a href="https://pusher.com/docs/channels/using_channels/presence-channels/">Presence channels</a>
 */
record Member(String userId, Optional<JsonNode> userInfo) {

    /** Pusher's limit for the id of a presence channel's member. */
    private static final int MAX_ID_LENGTH = 128;

    /** Pusher's limit for all that is told of a member. */
    private static final int MAX_DATA_BYTES = 1024;

    /** @throws MalformedException if the id is empty, or longer than Pusher would pass on */
    Member {
        if (userId.isEmpty() || userId.length() > MAX_ID_LENGTH) {
            throw new MalformedException("The user id of a member has %d characters (expected: 1 to %d)"
                    .formatted(userId.length(), MAX_ID_LENGTH));
        }
    }

    /** @throws MalformedException if {@code channel_data} names no user, or says more than Pusher would pass on */
    static Member parse(String channelData) {
        checkSize("channel_data", channelData);
        Received fields = Received.parse("channel_data", channelData);
        // Pusher's own sample has a number for an id. Clients compare texts, so it becomes one.
        String userId = fields.value("user_id")
                .filter(id -> id.isTextual() || id.isIntegralNumber())
                .map(JsonNode::asText)
                .orElseThrow(() -> new MalformedException("channel_data has no user_id that is a string or a number"));
        return new Member(userId, fields.value("user_info"));
    }

    /** @throws MalformedException if a user has signed in with more than Pusher would pass on to other members */
    static Member of(User user) {
        user.info().ifPresent(info -> checkSize("The user_info of the signed-in user", info.toString()));
        return new Member(user.id(), user.info());
    }

    private static void checkSize(String what, String data) {
        int size = data.getBytes(StandardCharsets.UTF_8).length;
        if (size > MAX_DATA_BYTES) {
            throw new MalformedException(
                    "%s has %d bytes (expected: at most %d)".formatted(what, size, MAX_DATA_BYTES));
        }
    }
}
