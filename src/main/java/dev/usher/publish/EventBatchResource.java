package dev.usher.publish;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.usher.access.Asker;
import dev.usher.access.CurrentAsker;
import dev.usher.idempotency.Attempt;
import dev.usher.idempotency.IdempotencyKey;
import dev.usher.request.JsonAnswer;
import dev.usher.request.RequestBody;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * {@code POST /events/batch}: publish up to {@value EventBatch#MAX_EVENTS} events, each on its own, to up to {@value
 * EventBatch#MAX_DESTINATIONS} destinations in all.
 *
 * <p>Takes {@code {"batch":[…]}} with what {@code POST /events} takes, and answers {@code 200} with {@code
 * {"results":[…]}}, one for each event in the same order: {@code {"status":200,"channels":{…}}}, or the status and the
 * problem that the event alone would have been answered with. An event that is wrong, denied, too large or refused by
 * the Channels server does not keep the others back. Only a body that is no such batch is refused as a whole.
 */
@Path(EventBatchResource.PATH)
@Authenticated
public final class EventBatchResource {

    static final String PATH = "/events/batch";

    /**
     * 1,000 events with 10 KB of data each are 10 MB and their escapes; twice as much would be held in memory for
     * nothing but escapes.
     */
    private static final int MAX_BODY = 16 * 1024 * 1024;

    private final CurrentAsker asker;
    private final EventGate gate;
    private final EventPublisher publisher;
    private final KeyedPublishing keyed;
    private final int maxBody;

    EventBatchResource(CurrentAsker asker, EventGate gate, EventPublisher publisher, KeyedPublishing keyed) {
        this.asker = asker;
        this.gate = gate;
        this.publisher = publisher;
        this.keyed = keyed;
        this.maxBody = Math.max(MAX_BODY, EventsResource.maxBody(publisher));
    }

    @POST
    public Uni<RestResponse<Object>> publish(@Context HttpServerRequest request) {
        Asker publishing = asker.get();
        gate.checkAny(publishing);
        Optional<IdempotencyKey> key = IdempotencyKey.of(request);
        return RequestBody.read(request, maxBody).flatMap(body -> Uni.createFrom()
                .item(() -> EventBatch.read(body.json()))
                .flatMap(batch -> batch.passing(publishing, gate))
                .flatMap(batch -> key.map(given -> Attempt.of(publishing.caller(), PATH, given, body.bytes()))
                        .map(attempt -> keyed.publish(publishing, attempt, batch))
                        .orElseGet(() -> publish(batch).map(JsonAnswer::ok))));
    }

    private Uni<Results> publish(EventBatch batch) {
        return publisher.publish(batch.sendable()).map(batch::results).map(Results::new);
    }

    /**
     * What became of each event.
     *
     * @param results one for each, in order
     */
    @RegisterForReflection
    record Results(@JsonProperty("results") List<EventResult> results) {}
}
