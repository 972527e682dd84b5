package dev.usher.query;

import com.fasterxml.jackson.databind.JsonNode;
import dev.usher.access.Asker;
import dev.usher.access.CurrentAsker;
import dev.usher.channel.ChannelAttribute;
import dev.usher.channel.ChannelName;
import dev.usher.problem.Problem;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * {@code GET /channel?name=&info=} and {@code GET /channel/users?name=}: one channel, and who is present on it.
 *
 * <p>The first answers {@code {"occupied":true}} and what {@code info} asked for: {@code user_count} of a presence
 * channel, {@code subscription_count}, and {@code cache} of a cache channel, which is {@code {"data","ttl"}} or null.
 * The second is about presence channels, and answers {@code {"users":[{"id":"42"}]}}. Who may publish to a channel may
 * ask. The name is a parameter, because legal names hold characters that mean something in a path.
 *
 * @see <a href="https://pusher.com/docs/channels/library_auth_reference/rest-api/#get-channel-fetch-info-for-one-channel">The
 *     HTTP API, GET channel</a>
 */
@Path("/channel")
@Authenticated
public final class ChannelResource {

    private static final String NAME = "name";
    private static final Set<String> PARAMETERS = Set.of(NAME, "info");
    private static final Set<String> USERS_PARAMETERS = Set.of(NAME);

    private final CurrentAsker asker;
    private final QueryGate gate;
    private final ChannelQueries queries;

    ChannelResource(CurrentAsker asker, QueryGate gate, ChannelQueries queries) {
        this.asker = asker;
        this.gate = gate;
        this.queries = queries;
    }

    @GET
    public Uni<RestResponse<Map<String, Object>>> channel(@Context HttpServerRequest request) {
        Asker asking = asker.get();
        Fields fields = RequestQuery.read(request, PARAMETERS);
        ChannelName channel = ChannelQuestion.name(fields);
        Set<ChannelAttribute> info = ChannelQuestion.info(fields, channel);
        return gate.check(asking, channel)
                .flatMap(allowed -> queries.channel(allowed, info))
                .map(UpstreamResult::orProblem)
                .map(ChannelResource::state);
    }

    private static RestResponse<Map<String, Object>> state(ChannelQueries.ChannelState state) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("occupied", state.occupied());
        answer.putAll(named(state.attributes()));
        return JsonAnswer.ok(answer);
    }

    @GET
    @Path("/users")
    public Uni<RestResponse<Map<String, Object>>> users(@Context HttpServerRequest request) {
        Asker asking = asker.get();
        ChannelName channel = ChannelQuestion.name(RequestQuery.read(request, USERS_PARAMETERS));
        if (!channel.kind().isPresence()) {
            throw Problem.ofField(NAME, "is no presence channel, and only these know their users")
                    .asException();
        }
        return gate.check(asking, channel)
                .flatMap(queries::users)
                .map(UpstreamResult::orProblem)
                .map(ChannelResource::users);
    }

    private static RestResponse<Map<String, Object>> users(List<String> ids) {
        return JsonAnswer.ok(
                Map.of("users", ids.stream().map(id -> Map.of("id", id)).toList()));
    }

    static Map<String, Object> named(Map<ChannelAttribute, JsonNode> attributes) {
        Map<String, Object> named = new LinkedHashMap<>();
        attributes.forEach((attribute, value) -> named.put(attribute.wireName(), value));
        return named;
    }
}
