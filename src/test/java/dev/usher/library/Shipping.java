package dev.usher.library;

import dev.usher.channel.Destination;
import dev.usher.channel.EventName;
import dev.usher.channel.UserId;
import dev.usher.publish.Event;
import dev.usher.publish.EventData;
import dev.usher.publish.EventPublisher;
import dev.usher.publish.PublishOutcome;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Publishes from within an application. */
@ApplicationScoped
class Shipping {

    private static final EventName SHIPPED = new EventName("order-shipped");

    private final EventPublisher publisher;

    Shipping(EventPublisher publisher) {
        this.publisher = publisher;
    }

    /** Answers whether the Channels server has taken it. */
    Uni<Boolean> tell(String buyer, int order) {
        EventData data = new EventData("{\"order\":%d}".formatted(order));
        return publisher
                .publish(Event.of(SHIPPED, data, Destination.ownChannelOf(new UserId(buyer))))
                .map(PublishOutcome.Accepted.class::isInstance);
    }
}
