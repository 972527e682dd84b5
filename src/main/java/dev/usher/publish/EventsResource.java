package dev.usher.publish;

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
 * {@code POST /events}: publish an event to channels or users.
 *
 * <p>Takes {@code {"name", "data", one of "channel", "channels", "user", "users", "socket_id"?, "info"?}} and answers
 * {@code 200} with {@code {"channels":{…}}} once the Channels server has accepted the event.
 */
@Path("/events")
@Authenticated
public final class EventsResource {

    /** 10 KB of data, of which each byte may be written as a JSON escape of six, and 100 names of full length. */
    private static final int MAX_BODY = 128 * 1024;

    private final CurrentCaller caller;
    private final EventGate gate;
    private final EventPublisher publisher;

    EventsResource(CurrentCaller caller, EventGate gate, EventPublisher publisher) {
        this.caller = caller;
        this.gate = gate;
        this.publisher = publisher;
    }

    @POST
    public Uni<RestResponse<PublishedEvent>> publish(@Context HttpServerRequest request) {
        Caller publishing = caller.get();
        return RequestBody.read(request, MAX_BODY)
                .map(body -> PublishRequest.read(body.json()))
                .invoke(event -> gate.check(publishing, event))
                .flatMap(this::publish)
                // Whatever the client accepts: it is too late to refuse an event that has been published.
                .map(published -> ResponseBuilder.ok(published, MediaType.APPLICATION_JSON_TYPE)
                        .build());
    }

    private Uni<PublishedEvent> publish(Event event) {
        return publisher
                .publish(event)
                .map(outcome -> outcome.fold(PublishedEvent::of, refusal -> {
                    throw PublishProblem.of(refusal, event).asException();
                }));
    }
}
