package dev.usher.embedded.broker;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * Whom a connection is signed in as.
 *
 * @param info what other members of a presence channel are told of the user
 * @param data the text as it was signed, which the client is given back
 * @see <a href="https://pusher.com/docs/channels/server_api/authenticating-users/">Authenticating users</a>
 */
record User(Topic.OfUser topic, Optional<JsonNode> info, Watchlist watchlist, String data) {

    /**
     * @throws MalformedException if {@code user_data} does not say who the user is; a number is no id, since pusher-js
     *     believes strings alone
     */
    static User parse(String userData) {
        Received fields = Received.parse("user_data", userData);
        return new User(
                new Topic.OfUser(fields.text("id")),
                fields.value("user_info").<JsonNode>map(info -> Received.of("Field user_info", info)
                        .object()),
                fields.optionalList("watchlist").map(Watchlist::parse).orElse(Watchlist.EMPTY),
                userData);
    }

    String id() {
        return topic.id();
    }
}
