package dev.usher.embedded.broker;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.usher.channel.ChannelName;
import dev.usher.channel.EventName;
import dev.usher.channel.SocketId;
import java.util.Optional;

/**
 * Something that backends are told of.
 *
 * @param json an element of the webhook's {@code events}
 * @see <a href="https://pusher.com/docs/channels/server_api/webhooks/#events">Webhooks, events</a>
 */
record WebhookEvent(ObjectNode json) {

    static WebhookEvent channelOccupied(ChannelName channel) {
        return new WebhookEvent(event("channel_occupied", channel));
    }

    static WebhookEvent channelVacated(ChannelName channel) {
        return new WebhookEvent(event("channel_vacated", channel));
    }

    static WebhookEvent memberAdded(ChannelName channel, Member member) {
        return new WebhookEvent(event("member_added", channel).put("user_id", member.userId()));
    }

    static WebhookEvent memberRemoved(ChannelName channel, Member member) {
        return new WebhookEvent(event("member_removed", channel).put("user_id", member.userId()));
    }

    static WebhookEvent cacheMiss(ChannelName channel) {
        return new WebhookEvent(event("cache_miss", channel));
    }

    /** Of a number, as it is seen in practice; Pusher's document shows a text. */
    static WebhookEvent subscriptionCount(ChannelName channel, int count) {
        return new WebhookEvent(event("subscription_count", channel).put("subscription_count", count));
    }

    /** @param sender who sent the event, where the channel knows its members */
    static WebhookEvent clientEvent(
            ChannelName channel, EventName name, Optional<String> data, SocketId socketId, Optional<Member> sender) {
        ObjectNode json = event("client_event", channel).put("event", name.value());
        data.ifPresent(text -> json.put("data", text));
        json.put("socket_id", socketId.value());
        sender.ifPresent(member -> json.put("user_id", member.userId()));
        return new WebhookEvent(json);
    }

    /** Whether to tell it once is enough, however many connections caused it. */
    boolean isToldOnce() {
        return json.path("name").asText().equals("cache_miss");
    }

    private static ObjectNode event(String name, ChannelName channel) {
        return JsonNodeFactory.instance.objectNode().put("name", name).put("channel", channel.value());
    }
}
