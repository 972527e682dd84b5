package dev.usher.pusher;

import com.fasterxml.jackson.databind.JsonNode;
import dev.usher.channel.ChannelAttribute;
import dev.usher.channel.ChannelName;
import dev.usher.channel.InvalidNameException;
import dev.usher.query.ChannelQueries;
import dev.usher.upstream.UpstreamResult;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/** Asks by the Channels HTTP API, and takes from its answers what the protocol knows. */
@Singleton
final class PusherQueries implements ChannelQueries {

    private final PusherApi api;

    PusherQueries(PusherApi api) {
        this.api = api;
    }

    @Override
    public Uni<UpstreamResult<Map<ChannelName, Map<ChannelAttribute, JsonNode>>>> occupied(
            Optional<String> prefix, Set<ChannelAttribute> info) {
        Map<String, String> parameters = parameters(info);
        prefix.ifPresent(start -> parameters.put("filter_by_prefix", start));
        return api.channels(parameters)
                .map(result -> result.map(body -> channels(body.path("channels"), prefix.orElse(""), info)));
    }

    @Override
    public Uni<UpstreamResult<ChannelState>> channel(ChannelName name, Set<ChannelAttribute> info) {
        return api.channel(name, parameters(info))
                .map(result -> result.map(
                        body -> new ChannelState(body.path("occupied").asBoolean(), Attributes.of(body, info))));
    }

    @Override
    public Uni<UpstreamResult<List<String>>> users(ChannelName name) {
        return api.users(name)
                .map(result -> result.map(
                        body -> StreamSupport.stream(body.path("users").spliterator(), false)
                                // Reverb and soketi may give a number where the member's id was one.
                                .map(user -> user.path("id").asText())
                                .filter(id -> !id.isEmpty())
                                .toList()));
    }

    private static Map<String, String> parameters(Set<ChannelAttribute> info) {
        Map<String, String> parameters = new TreeMap<>();
        if (!info.isEmpty()) {
            parameters.put("info", ChannelAttribute.join(info));
        }
        return parameters;
    }

    private static Map<ChannelName, Map<ChannelAttribute, JsonNode>> channels(
            JsonNode channels, String prefix, Set<ChannelAttribute> info) {
        Map<ChannelName, Map<ChannelAttribute, JsonNode>> known = new HashMap<>();
        for (Map.Entry<String, JsonNode> channel : channels.properties()) {
            if (channel.getKey().startsWith(prefix)) {
                name(channel.getKey()).ifPresent(name -> known.put(name, Attributes.of(channel.getValue(), info)));
            }
        }
        return known;
    }

    /** The server's own channels, such as those of signed-in users, are none of an application's. */
    private static Optional<ChannelName> name(String text) {
        try {
            return Optional.of(new ChannelName(text));
        } catch (InvalidNameException e) {
            return Optional.empty();
        }
    }
}
