package dev.usher.query;

import com.fasterxml.jackson.databind.JsonNode;
import dev.usher.access.Asker;
import dev.usher.access.CurrentAsker;
import dev.usher.channel.ChannelAttribute;
import dev.usher.channel.ChannelName;
import dev.usher.request.Fields;
import dev.usher.request.JsonAnswer;
import dev.usher.request.RequestQuery;
import dev.usher.upstream.UpstreamResult;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * {@code GET /channels?prefix=&info=}: the channels that somebody is subscribed to.
 *
 * <p>Answers {@code {"channels":{"<name>":{"user_count":n}}}}, with those channels that the caller may publish to.
 * {@code info} is {@code user_count}, and needs a prefix of presence channels.
 *
 * @see <a href="https://pusher.com/docs/channels/library_auth_reference/rest-api/#get-channels-fetch-info-for-multiple-channels">The
 *     HTTP API, GET channels</a>
 */
@Path("/channels")
@Authenticated
public final class ChannelsResource {

    private static final Set<String> PARAMETERS = Set.of("prefix", "info");

    private final CurrentAsker asker;
    private final QueryGate gate;
    private final ChannelQueries queries;

    ChannelsResource(CurrentAsker asker, QueryGate gate, ChannelQueries queries) {
        this.asker = asker;
        this.gate = gate;
        this.queries = queries;
    }

    @GET
    public Uni<RestResponse<Map<String, Object>>> list(@Context HttpServerRequest request) {
        Asker asking = asker.get();
        Fields fields = RequestQuery.read(request, PARAMETERS);
        gate.checkAny(asking);
        Optional<String> prefix = ChannelQuestion.prefix(fields);
        return queries.occupied(prefix, ChannelQuestion.info(fields, prefix))
                .map(UpstreamResult::orProblem)
                .map(channels -> answer(asking, channels));
    }

    private RestResponse<Map<String, Object>> answer(
            Asker asking, Map<ChannelName, Map<ChannelAttribute, JsonNode>> channels) {
        Map<String, Object> visible = new TreeMap<>();
        channels.forEach((channel, attributes) -> {
            if (gate.shows(asking, channel)) {
                visible.put(channel.value(), ChannelResource.named(attributes));
            }
        });
        return JsonAnswer.ok(Map.of("channels", visible));
    }
}
