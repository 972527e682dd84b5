package dev.usher.query;

import com.fasterxml.jackson.databind.JsonNode;
import dev.usher.channel.ChannelAttribute;
import dev.usher.channel.ChannelName;
import dev.usher.upstream.UpstreamResult;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the Channels server can be asked. Nothing is asked before a result is subscribed to. */
public interface ChannelQueries {

    /**
     * The channels that somebody is subscribed to, and of each what was asked for, as far as the server tells it.
     *
     * @param prefix what their names begin with
     */
    Uni<UpstreamResult<Map<ChannelName, Map<ChannelAttribute, JsonNode>>>> occupied(
            Optional<String> prefix, Set<ChannelAttribute> info);

    /** One channel. */
    Uni<UpstreamResult<ChannelState>> channel(ChannelName name, Set<ChannelAttribute> info);

    /** The ids of the users who are present on a channel; none on a channel that nobody is subscribed to. */
    Uni<UpstreamResult<List<String>>> users(ChannelName name);

    /**
     * What is known of a channel.
     *
     * @param occupied whether anybody is subscribed to it
     * @param attributes what was asked for, as far as the server tells it: counts, and the cached event as {@code
     *     {"data","ttl"}}, or JSON's null where there is none. An encrypted event's data is as subscribers get it
     */
    record ChannelState(boolean occupied, Map<ChannelAttribute, JsonNode> attributes) {}
}
