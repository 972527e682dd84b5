package dev.usher.publish;

import dev.usher.access.Asker;
import dev.usher.access.CurrentAsker;
import dev.usher.idempotency.Attempt;
import dev.usher.idempotency.IdempotencyKey;
import dev.usher.request.JsonAnswer;
import dev.usher.request.RequestBody;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * {@code POST /events}: publish an event to channels or users.
 *
 * <p>Takes {@code {"name", "data", one of "channel", "channels", "user", "users", "socket_id"?, "info"?}} and answers
 * {@code 200} with {@code {"channels":{…}}} once the Channels server has accepted the event for all of them. Where a
 * channel stands, {@code #server-to-user-42} may stand for the connections that are signed in as user 42. Sent again with
 * the same {@code Idempotency-Key}, it is answered as the first time and not published again.
 */
@Path(EventsResource.PATH)
@Authenticated
public final class EventsResource {

    static final String PATH = "/events";

    /** 1,000 channel names of full length, each with quotes and a comma; and the rest of an event. */
    private static final int MAX_BESIDE_DATA = 192 * 1024;

    /** So many bytes a byte of data takes at most, where it is written as an escape like {@code \u0001}. */
    private static final int MAX_ESCAPE = 6;

    private final CurrentAsker asker;
    private final EventGate gate;
    private final EventPublisher publisher;
    private final KeyedPublishing keyed;
    private final int maxBody;

    EventsResource(CurrentAsker asker, EventGate gate, EventPublisher publisher, KeyedPublishing keyed) {
        this.asker = asker;
        this.gate = gate;
        this.publisher = publisher;
        this.keyed = keyed;
        this.maxBody = maxBody(publisher);
    }

    /** What the body of one event can have, in bytes. */
    static int maxBody(EventPublisher publisher) {
        return MAX_ESCAPE * publisher.maxDataBytes() + MAX_BESIDE_DATA;
    }

    @POST
    public Uni<RestResponse<Object>> publish(@Context HttpServerRequest request) {
        Asker publishing = asker.get();
        gate.checkAny(publishing);
        Optional<IdempotencyKey> key = IdempotencyKey.of(request);
        return RequestBody.read(request, maxBody).flatMap(body -> Uni.createFrom()
                .item(() -> PublishRequest.read(body.json()))
                .flatMap(event -> gate.check(publishing, event))
                .flatMap(event -> key.map(given -> Attempt.of(publishing.caller(), PATH, given, body.bytes()))
                        .map(attempt -> keyed.publish(publishing, attempt, event))
                        .orElseGet(() -> publish(event).map(JsonAnswer::ok))));
    }

    private Uni<PublishedEvent> publish(Event event) {
        return publisher
                .publish(event)
                .map(outcome -> PublishProblem.fold(event, outcome, PublishedEvent::of, problem -> {
                    throw problem.asException();
                }));
    }
}
