package dev.usher.authorize;

import dev.usher.access.Asker;
import dev.usher.access.CurrentAsker;
import dev.usher.request.JsonAnswer;
import dev.usher.request.RequestBody;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * {@code POST /pusher/auth}: may this connection join this channel, or these?
 *
 * <p>Takes {@code socket_id} and {@code channel_name} as a form or as JSON, and answers {@code 200} with
 * {@code {"auth"}}, and {@code channel_data} or {@code shared_secret} where the kind of channel has one. For a list of
 * up to {@value SubscribeRequest#MAX_CHANNELS} names, it answers {@code 200} with
 * {@code {"<channel>":{"status":200,"data":{…}},"<other>":{"status":403,"problem":{…}}}}.
 *
 * @see <a href="https://pusher.com/docs/channels/server_api/authorizing-users/">Authorizing users</a>
 */
@Path("/pusher/auth")
@Authenticated
public final class ChannelAuthorizationResource {

    /** A batch of 100 channels with names of full length, percent-encoded, needs 50 KB. */
    private static final int MAX_BODY = 64 * 1024;

    private final CurrentAsker asker;
    private final ChannelAuthorizer authorizer;
    private final BatchAuthorizer batchAuthorizer;

    ChannelAuthorizationResource(CurrentAsker asker, ChannelAuthorizer authorizer, BatchAuthorizer batchAuthorizer) {
        this.asker = asker;
        this.authorizer = authorizer;
        this.batchAuthorizer = batchAuthorizer;
    }

    @POST
    public Uni<RestResponse<Object>> authorize(@Context HttpServerRequest request) {
        Asker asking = asker.get();
        return RequestBody.read(request, MAX_BODY)
                .map(body -> SubscribeRequest.of(body.fields()))
                .flatMap(subscribe -> subscribe.<Uni<?>>fold(
                        (socketId, channel) -> authorizer.authorize(asking, socketId, channel),
                        (socketId, channels) -> batchAuthorizer.authorize(asking, socketId, channels)))
                .map(JsonAnswer::<Object>ok);
    }
}
