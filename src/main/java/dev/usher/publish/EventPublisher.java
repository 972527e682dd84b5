package dev.usher.publish;

import io.smallrye.mutiny.Uni;

/** The way to the Channels server. */
public interface EventPublisher {

    /**
     * Publishes the event. Nothing is sent before the result is subscribed to, and once for each subscription.
     *
     * @return what became of it; that the Channels server fails is an outcome, not a failure of the {@code Uni}
     */
    Uni<PublishOutcome> publish(Event event);
}
