package dev.usher.authorize;

import dev.usher.identity.CurrentCaller;
import dev.usher.policy.Caller;
import dev.usher.request.RequestBody;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/**
 * {@code POST /pusher/auth}: may this connection join this channel?
 *
 * <p>Takes {@code socket_id} and {@code channel_name} as a form or as JSON, and answers {@code 200} with
 * {@code {"auth":"<key>:<signature>"}}. Clients take no other status for success.
 *
 * @see <a href="https://pusher.com/docs/channels/server_api/authorizing-users/">Authorizing users</a>
 */
@Path("/pusher/auth")
@Authenticated
public final class ChannelAuthorizationResource {

    /** A batch of 100 channels with names of full length, percent-encoded, needs 50 KB. */
    private static final int MAX_BODY = 64 * 1024;

    private final CurrentCaller caller;
    private final ChannelAuthorizer authorizer;

    ChannelAuthorizationResource(CurrentCaller caller, ChannelAuthorizer authorizer) {
        this.caller = caller;
        this.authorizer = authorizer;
    }

    @POST
    public Uni<RestResponse<ChannelAuthorization>> authorize(@Context HttpServerRequest request) {
        Caller asking = caller.get();
        return RequestBody.read(request, MAX_BODY)
                .map(body -> SubscribeRequest.of(body.fields()))
                .map(subscribe -> authorizer.authorize(asking, subscribe))
                // Whatever the client accepts: pusher-java-client names image types and not JSON.
                .map(authorization -> ResponseBuilder.ok(authorization, MediaType.APPLICATION_JSON_TYPE)
                        .build());
    }
}
