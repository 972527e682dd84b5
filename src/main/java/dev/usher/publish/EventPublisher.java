package dev.usher.publish;

import io.smallrye.mutiny.Uni;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * The way to the Channels server, for whoever has events to publish: a bean, which can be injected. Safe for use by any
 * number of threads; never blocks, and goes on on an event loop, which must not be blocked either.
 *
 * <pre>{@code
 * publisher.publish(Event.of(
 *         new EventName("order-shipped"),
 *         new EventData("{\"order\":7}"),
 *         Destination.of("private-user-42")));
 * }</pre>
 *
 * <p>No policy is asked: who publishes from within the process is trusted. Events to encrypted channels are encrypted on
 * their way.
 */
public interface EventPublisher {

    /** How many bytes of data an event may have at most, so that nobody reads further than that. */
    int maxDataBytes();

    /**
     * Publishes the events, in as many calls as the server needs; those to one channel in the order in which they are
     * given. Nothing is sent before the result is subscribed to, and once for each subscription.
     *
     * @return what became of each, in the same order; that the Channels server fails is an outcome, not a failure of
     *     the {@code Uni}
     */
    Uni<List<PublishOutcome>> publish(List<Event> events);

    /**
     * Publishes the events strictly in order, whatever their channels are: none reaches the server before the one ahead of
     * it, and beside it only in one call that keeps their order. One that is refused for what it is itself is left out.
     * Where one fails for another reason, those behind
     * it are not sent, so that they can be published again from there on without one overtaking another. Whoever cancels
     * has nothing more of it sent, beside what is on its way already.
     *
     * @return as of {@link #publish(List)}
     */
    default Uni<List<PublishOutcome>> publishInOrder(List<Event> events) {
        if (events.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return publish(events.get(0)).chain(first -> {
            List<Event> rest = events.subList(1, events.size());
            Uni<List<PublishOutcome>> others = first instanceof PublishOutcome.NotAccepted failed
                            && !failed.failure().reason().isOfTheRequest()
                    ? Uni.createFrom().item(Collections.nCopies(rest.size(), failed.unsent()))
                    : publishInOrder(rest);
            return others.map(outcomes ->
                    Stream.concat(Stream.of(first), outcomes.stream()).toList());
        });
    }

    /** Publishes one event. */
    default Uni<PublishOutcome> publish(Event event) {
        return publish(List.of(event)).map(outcomes -> outcomes.get(0));
    }
}
