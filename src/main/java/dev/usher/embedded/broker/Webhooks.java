package dev.usher.embedded.broker;

import dev.usher.channel.ChannelName;
import java.util.function.Function;

/** Whoever is to be told what happens on the channels. */
@FunctionalInterface
interface Webhooks {

    /** For an application that has no webhooks, as at Pusher from the start. */
    Webhooks NONE = event -> {};

    /** Tells of a channel of the application; a user's own channel is the protocol's business. */
    default void tell(Topic topic, Function<ChannelName, WebhookEvent> event) {
        topic.channel().map(event).ifPresent(this::tell);
    }

    /** Takes an event and returns at once, on any thread. */
    void tell(WebhookEvent event);
}
