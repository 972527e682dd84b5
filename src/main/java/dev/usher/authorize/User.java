package dev.usher.authorize;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.usher.channel.UserId;
import dev.usher.channel.Utf8;
import dev.usher.problem.Problem;
import dev.usher.problem.ProblemType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A user as the Channels server and other members see one.
 *
 * @param info what is told of the user, JSON values by key
 * @param watchlist the users of whom this one is told whether they are online
 */
record User(UserId id, Map<String, Object> info, List<UserId> watchlist) {

    /** Pusher's limit for the id of a presence channel's member, in characters. */
    static final int MAX_MEMBER_ID = 128;

    /** Pusher's limit for all that is told of a presence channel's member, in bytes of UTF-8. */
    static final int MAX_MEMBER = 1024;

    private static final JsonMapper JSON = new JsonMapper();

    User {
        info = Collections.unmodifiableMap(new LinkedHashMap<>(info));
        watchlist = List.copyOf(watchlist);
    }

    /**
     * This user as a member of a presence channel, {@code {"user_id", "user_info"?}}.
     *
     * @throws dev.usher.problem.ProblemException if Pusher would not take such a member
     * @see <a href="https://pusher.com/docs/channels/using_channels/presence-channels/">Presence channels</a>
     */
    String channelData() {
        String member = json("user_id", Map.of());
        checkSize(member);
        return member;
    }

    /**
     * This user as one who signs in, {@code {"id", "user_info"?, "watchlist"?}}. What is told of the user is held to
     * the limits of a presence channel's member, since a signed-in connection may join one as such. (Pusher documents
     * no limit of its own for signing in.)
     *
     * @throws dev.usher.problem.ProblemException if Pusher would not take such a user
     * @see <a href="https://pusher.com/docs/channels/server_api/authenticating-users/">Authenticating users</a>
     */
    String userData() {
        checkSize(json("user_id", Map.of()));
        return json("id", watchlist.isEmpty() ? Map.of() : Map.of("watchlist", ids()));
    }

    private void checkSize(String member) {
        if (id.value().length() > MAX_MEMBER_ID) {
            throw unusable("The user's id", id.value().length(), MAX_MEMBER_ID, "characters");
        }
        int size = utf8Length(member);
        if (size > MAX_MEMBER) {
            throw unusable("What others are told of the user (usher.user.info)", size, MAX_MEMBER, "bytes");
        }
    }

    private List<String> ids() {
        return watchlist.stream().map(UserId::value).toList();
    }

    private String json(String idKey, Map<String, Object> more) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put(idKey, id.value());
        if (!info.isEmpty()) {
            members.put("user_info", info);
        }
        members.putAll(more);
        try {
            return JSON.writeValueAsString(members);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("claims are JSON, and so can be written as such", e);
        }
    }

    private static int utf8Length(String text) {
        // Half of a character would be signed as a question mark, and answered in some other way.
        return Utf8.length(text)
                .orElseThrow(() -> Problem.of(ProblemType.USER_NOT_USABLE, "A claim holds half of a surrogate pair.")
                        .asException());
    }

    private static RuntimeException unusable(String what, int size, int limit, String unit) {
        return Problem.of(
                        ProblemType.USER_NOT_USABLE,
                        "%s has %d %s (expected: at most %d).".formatted(what, size, unit, limit))
                .with("size", size)
                .with("limit", limit)
                .asException();
    }
}
