package dev.usher.embedded.broker;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * The users of whom another one wants to know whether they are online, each once.
 *
 * @param isCut whether there were more than the protocol allows, of which the first are kept
 * @see <a href="https://pusher.com/docs/channels/using_channels/watchlist-events/">Watchlist events</a>
 */
record Watchlist(List<String> userIds, boolean isCut) {

    /** Pusher's limit. */
    static final int MAX_USERS = 100;

    static final Watchlist EMPTY = new Watchlist(List.of(), false);

    Watchlist {
        userIds = List.copyOf(userIds);
    }

    /** @throws MalformedException if something in it is not the id of a user */
    static Watchlist parse(List<JsonNode> elements) {
        List<String> all = elements.stream().map(Watchlist::userId).distinct().toList();
        return new Watchlist(all.stream().limit(MAX_USERS).toList(), all.size() > MAX_USERS);
    }

    private static String userId(JsonNode element) {
        if (!element.isTextual() || element.textValue().isEmpty()) {
            throw new MalformedException("Field watchlist holds something that is not the id of a user");
        }
        return element.textValue();
    }
}
