package dev.usher.embedded.broker;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.usher.channel.EventName;
import dev.usher.channel.SocketId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The frames that the server sends. Their {@code data} is a string that holds JSON, JSON inside JSON; only that of an
 * error is an object.
 *
 * @see <a href="https://pusher.com/docs/channels/library_auth_reference/pusher-websockets-protocol/#events">Events of
 *     the protocol</a>
 */
final class Frames {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String NOTHING = "{}";

    private Frames() {}

    static String connectionEstablished(SocketId socketId) {
        ObjectNode data =
                JSON.objectNode().put("socket_id", socketId.value()).put("activity_timeout", Liveness.ACTIVITY_TIMEOUT);
        return frame("pusher:connection_established")
                .put("data", data.toString())
                .toString();
    }

    static String ping() {
        return frame("pusher:ping").put("data", NOTHING).toString();
    }

    static String pong() {
        return frame("pusher:pong").put("data", NOTHING).toString();
    }

    static String error(ProtocolError error) {
        ObjectNode frame = frame("pusher:error");
        ObjectNode data = frame.putObject("data").put("message", error.message());
        error.code().ifPresentOrElse(code -> data.put("code", code), () -> data.putNull("code"));
        return frame.toString();
    }

    static String signinSuccess(User user) {
        ObjectNode data = JSON.objectNode().put("user_data", user.data());
        return frame("pusher:signin_success").put("data", data.toString()).toString();
    }

    /** Of which users, if any, it is told that they are online, and of which that they are offline. */
    static String watchlistEvents(List<String> online, List<String> offline) {
        ObjectNode data = JSON.objectNode();
        ArrayNode events = data.putArray("events");
        addWatchlistEvent(events, "online", online);
        addWatchlistEvent(events, "offline", offline);
        return frame("pusher_internal:watchlist_events")
                .put("data", data.toString())
                .toString();
    }

    private static void addWatchlistEvent(ArrayNode events, String name, List<String> userIds) {
        if (!userIds.isEmpty()) {
            ArrayNode ids = events.addObject().put("name", name).putArray("user_ids");
            userIds.forEach(ids::add);
        }
    }

    static String subscriptionSucceeded(Topic topic) {
        return frame("pusher_internal:subscription_succeeded", topic)
                .put("data", NOTHING)
                .toString();
    }

    /** @param members the members of the channel, each user once, the new one among them */
    static String subscriptionSucceeded(Topic topic, Collection<Member> members) {
        ObjectNode data = JSON.objectNode();
        ObjectNode presence = data.putObject("presence").put("count", members.size());
        ArrayNode ids = presence.putArray("ids");
        ObjectNode hash = presence.putObject("hash");
        for (Member member : members) {
            ids.add(member.userId());
            hash.set(member.userId(), member.userInfo().orElse(JSON.nullNode()));
        }
        return frame("pusher_internal:subscription_succeeded", topic)
                .put("data", data.toString())
                .toString();
    }

    static String memberAdded(Topic topic, Member member) {
        ObjectNode data = JSON.objectNode().put("user_id", member.userId());
        member.userInfo().ifPresent(info -> data.set("user_info", info));
        return frame("pusher_internal:member_added", topic)
                .put("data", data.toString())
                .toString();
    }

    static String memberRemoved(Topic topic, Member member) {
        ObjectNode data = JSON.objectNode().put("user_id", member.userId());
        return frame("pusher_internal:member_removed", topic)
                .put("data", data.toString())
                .toString();
    }

    /** @param count how many connections are on the channel */
    static String subscriptionCount(Topic topic, int count) {
        ObjectNode data = JSON.objectNode().put("subscription_count", count);
        return frame("pusher_internal:subscription_count", topic)
                .put("data", data.toString())
                .toString();
    }

    // pusher-java-client fails on a frame without data.
    static String cacheMiss(Topic topic) {
        return frame("pusher:cache_miss", topic).put("data", NOTHING).toString();
    }

    static String event(Topic topic, EventName name, String data) {
        return frame(name.value(), topic).put("data", data).toString();
    }

    /** @param sender who sent the event, where the channel knows its members */
    static String clientEvent(Topic topic, EventName name, Optional<String> data, Optional<Member> sender) {
        ObjectNode frame = frame(name.value(), topic);
        data.ifPresent(text -> frame.put("data", text));
        sender.ifPresent(member -> frame.put("user_id", member.userId()));
        return frame.toString();
    }

    private static ObjectNode frame(String event) {
        return JSON.objectNode().put("event", event);
    }

    private static ObjectNode frame(String event, Topic topic) {
        return frame(event).put("channel", topic.text());
    }
}
