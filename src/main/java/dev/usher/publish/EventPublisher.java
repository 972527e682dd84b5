package dev.usher.publish;

import io.smallrye.mutiny.Uni;
import java.util.List;

/** The way to the Channels server. */
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

    /** Publishes one event. */
    default Uni<PublishOutcome> publish(Event event) {
        return publish(List.of(event)).map(outcomes -> outcomes.get(0));
    }
}
