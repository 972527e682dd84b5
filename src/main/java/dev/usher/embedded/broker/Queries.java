package dev.usher.embedded.broker;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.usher.channel.ChannelKind;
import dev.usher.channel.ChannelName;
import java.util.Set;

/**
 * What the HTTP API tells backends of channels.
 *
 * @see <a href="https://pusher.com/docs/channels/library_auth_reference/rest-api/#get-channels-fetch-info-for-multiple-channels">The
 *     HTTP API, queries</a>
 */
final class Queries {

    private final Hub hub;

    Queries(Hub hub) {
        this.hub = hub;
    }

    /** The occupied channels, all of them or those with a prefix. */
    Answer channels(ApiRequest request) {
        String prefix = request.parameter("filter_by_prefix").orElse("");
        Set<Attribute> info = attributes(request, Attribute.OF_CHANNELS);
        if (!info.isEmpty() && !ChannelKind.of(prefix).isPresence()) {
            return Answer.refused(400, "user_count needs a filter_by_prefix that starts with presence-");
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ObjectNode channels = answer.putObject("channels");
        hub.occupied(prefix).forEach((channel, snapshot) -> {
            ObjectNode attributes = channels.putObject(channel.value());
            info.forEach(attribute -> attribute.write(snapshot, attributes));
        });
        return Answer.ok(answer);
    }

    /** One channel, occupied or not. */
    Answer channel(ApiRequest request) {
        Topic topic = Topic.of(channelName(request));
        Set<Attribute> info = attributes(request, Attribute.OF_CHANNEL);
        Attribute.check(info, topic);
        Snapshot snapshot = hub.snapshot(topic);
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("occupied", snapshot.isOccupied());
        info.forEach(attribute -> attribute.write(snapshot, answer));
        return Answer.ok(answer);
    }

    /** The users of a presence channel, none if it is vacant. */
    Answer users(ApiRequest request) {
        Topic topic = Topic.of(channelName(request));
        if (!topic.isPresence()) {
            return Answer.refused(400, "Users can only be retrieved for presence channels");
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode users = answer.putArray("users");
        hub.snapshot(topic).userIds().forEach(id -> users.addObject().put("id", id));
        return Answer.ok(answer);
    }

    private static ChannelName channelName(ApiRequest request) {
        return new ChannelName(request.segment("channel"));
    }

    private static Set<Attribute> attributes(ApiRequest request, Set<Attribute> askable) {
        return request.parameter("info")
                .map(info -> Attribute.parse(info, askable))
                .orElse(Set.of());
    }
}
