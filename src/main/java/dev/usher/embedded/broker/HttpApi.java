package dev.usher.embedded.broker;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.usher.channel.InvalidNameException;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Function;

/**
 * The door for backends: which requests there are, and whether they come from one who holds the secret.
 *
 * @see <a href="https://pusher.com/docs/channels/library_auth_reference/rest-api/">The HTTP API</a>
 */
final class HttpApi {

    private static final String APP = "/apps/:appId";

    private final String appId;
    private final RequestVerifier verifier;
    private final Publishing publishing;
    private final Queries queries;
    private final Users users;

    HttpApi(String appId, RequestVerifier verifier, Publishing publishing, Queries queries, Users users) {
        this.appId = appId;
        this.verifier = verifier;
        this.publishing = publishing;
        this.queries = queries;
        this.users = users;
    }

    void mount(Router router) {
        router.post(APP + "/events").handler(serve(publishing::publish));
        router.post(APP + "/batch_events").handler(serve(publishing::publishBatch));
        router.get(APP + "/channels").handler(serve(queries::channels));
        router.get(APP + "/channels/:channel").handler(serve(queries::channel));
        router.get(APP + "/channels/:channel/users").handler(serve(queries::users));
        router.post(APP + "/users/:userId/terminate_connections").handler(serve(this::terminate));
    }

    private Handler<RoutingContext> serve(Function<ApiRequest, Answer> operation) {
        return context -> serve(context, operation);
    }

    private void serve(RoutingContext context, Function<ApiRequest, Answer> operation) {
        if (!appId.equals(context.pathParam("appId"))) {
            Answer.refused(404, "Unknown app id").send(context.response());
            return;
        }
        RawBody.read(context)
                .map(body ->
                        body.map(bytes -> answer(context, bytes, operation)).orElseGet(HttpApi::bodyTooLarge))
                .onSuccess(answer -> answer.send(context.response()))
                .onFailure(context::fail);
    }

    private Answer answer(RoutingContext context, Buffer body, Function<ApiRequest, Answer> operation) {
        ApiRequest request = new ApiRequest(context, context.queryParams(), body);
        // The path by which the route was found, so that it is one of this API's whatever the request line said.
        return verifier.verify(context.request().method().name(), context.normalizedPath(), request.query(), body)
                .fold(() -> perform(request, operation), rejected -> Answer.refused(401, rejected.reason()));
    }

    private static Answer perform(ApiRequest request, Function<ApiRequest, Answer> operation) {
        try {
            return operation.apply(request);
        } catch (MalformedException | InvalidNameException e) {
            return Answer.refused(400, String.valueOf(e.getMessage()));
        }
    }

    /** The body has no say; libraries send {@code {}}. */
    private Answer terminate(ApiRequest request) {
        users.terminate(new Topic.OfUser(request.segment("userId")).id());
        return Answer.ok(JsonNodeFactory.instance.objectNode());
    }

    private static Answer bodyTooLarge() {
        return Answer.refused(413, "The body exceeds " + RawBody.MAX_BYTES + " bytes");
    }
}
