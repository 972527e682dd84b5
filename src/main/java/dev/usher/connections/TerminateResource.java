package dev.usher.connections;

import dev.usher.access.Asker;
import dev.usher.access.ChannelAccess;
import dev.usher.access.CurrentAsker;
import dev.usher.access.Deed;
import dev.usher.channel.UserId;
import dev.usher.problem.Problem;
import dev.usher.problem.ProblemType;
import dev.usher.request.JsonAnswer;
import dev.usher.request.JsonFields;
import dev.usher.request.RequestBody;
import dev.usher.upstream.UpstreamResult;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import java.util.Map;
import java.util.Set;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * {@code POST /connections/terminate}: close the connections that are signed in as a user.
 *
 * <p>Takes {@code {"user":"42"}} and answers {@code {}}, also if there were none. Who may publish to the user's own
 * channel may do it. A client connects again by itself: whoever is to stay out must be refused its authorizations
 * first.
 *
 * @see <a href="https://pusher.com/docs/channels/server_api/terminating-user-connections/">Terminating user
 *     connections</a>
 */
@Path("/connections/terminate")
@Authenticated
public final class TerminateResource {

    /** One id of full length, and room for it to be written in escapes. */
    private static final int MAX_BODY = 4 * 1024;

    private static final String USER = "user";

    private final CurrentAsker asker;
    private final ChannelAccess access;
    private final UserConnections connections;

    TerminateResource(CurrentAsker asker, ChannelAccess access, UserConnections connections) {
        this.asker = asker;
        this.access = access;
        this.connections = connections;
    }

    @POST
    public Uni<RestResponse<Map<String, Object>>> terminate(@Context HttpServerRequest request) {
        Asker asking = asker.get();
        return RequestBody.read(request, MAX_BODY)
                .map(body -> read(body.json()))
                .flatMap(user -> check(asking, user))
                .flatMap(connections::terminate)
                .map(UpstreamResult::orProblem)
                .map(done -> JsonAnswer.ok(Map.of()));
    }

    private static UserId read(JsonFields fields) {
        fields.allowOnly(Set.of(USER));
        return fields.required(USER, UserId::inPath);
    }

    private Uni<UserId> check(Asker asking, UserId user) {
        return access.decide(asking, Deed.TERMINATE, user.ownChannel())
                .map(ruling -> ruling.orRefuse(() -> refusal(user)))
                .replaceWith(user);
    }

    private static Problem refusal(UserId user) {
        return Problem.of(
                        ProblemType.DENIED,
                        "No rule of the policy lets the caller publish to the user's own channel, nor therefore end the"
                                + " user's connections.")
                .with(USER, user.value());
    }
}
