package dev.usher.pusher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.usher.channel.ChannelAttribute;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Takes from what a server tells about a channel what the protocol knows, and nothing else. */
final class Attributes {

    private Attributes() {}

    /** Those of the attributes that were asked for and that the server told, in the form of the protocol. */
    static Map<ChannelAttribute, JsonNode> of(JsonNode channel, Set<ChannelAttribute> asked) {
        Map<ChannelAttribute, JsonNode> told = new EnumMap<>(ChannelAttribute.class);
        for (ChannelAttribute attribute : asked) {
            value(attribute, channel.path(attribute.wireName())).ifPresent(value -> told.put(attribute, value));
        }
        return told;
    }

    private static Optional<JsonNode> value(ChannelAttribute attribute, JsonNode value) {
        return attribute == ChannelAttribute.CACHE
                ? cache(value)
                : Optional.of(value).filter(JsonNode::isIntegralNumber);
    }

    /** Reverb gives the event as it was published, without a time to live; of that, too, only the data is passed on. */
    private static Optional<JsonNode> cache(JsonNode cache) {
        if (cache.isNull()) {
            return Optional.of(cache);
        }
        if (!cache.has("data")) {
            return Optional.empty();
        }
        ObjectNode known = JsonNodeFactory.instance.objectNode();
        known.set("data", cache.path("data"));
        if (cache.path("ttl").isIntegralNumber()) {
            known.set("ttl", cache.path("ttl"));
        }
        return Optional.of(known);
    }
}
