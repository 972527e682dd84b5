package dev.usher.webhook;

import dev.usher.channel.ChannelName;
import dev.usher.channel.EventName;
import dev.usher.channel.SocketId;
import java.util.Optional;

/**
 * One event of a {@link Webhook}. An application observes the kinds that it wants:
 *
 * <pre>{@code void welcome(@ObservesAsync WebhookEvent.MemberAdded member) { … }}</pre>
 *
 * <p>An observer runs on a worker thread and may block. The events of one webhook come one after the other, in their
 * order; different webhooks come at the same time, and in no order that anybody promises. An observer that throws keeps
 * the webhook from being acknowledged, so that the Channels server sends it again, and then every observer of its
 * events may see them once more: let observers bear to see an event twice.
 *
 * <p>User ids are texts of any kind: they are what the Channels server says, not what a token said.
 *
 * @see <a href="https://pusher.com/docs/channels/server_api/webhooks/#events">Webhooks, events</a>
 */
public sealed interface WebhookEvent {

    /** The first connection has joined the channel. */
    record ChannelOccupied(ChannelName channel) implements WebhookEvent {}

    /** The last connection has left the channel. Pusher waits up to 3 seconds for it to come back. */
    record ChannelVacated(ChannelName channel) implements WebhookEvent {}

    /** The user's first connection has joined the presence channel. */
    record MemberAdded(ChannelName channel, String userId) implements WebhookEvent {}

    /** The user's last connection has left the presence channel. Pusher waits up to 3 seconds for it to come back. */
    record MemberRemoved(ChannelName channel, String userId) implements WebhookEvent {}

    /**
     * A client has sent an event to the others of a channel. Whatever it says is the client's own word; the server
     * vouches for the user id alone.
     *
     * @param data the text that was sent, or the JSON of what is no text, as of soketi; empty if nothing was sent. On an
     *     encrypted channel it is the encrypted form
     * @param userId who sent it; on presence channels only
     */
    record ClientEvent(
            ChannelName channel, EventName event, Optional<String> data, SocketId socketId, Optional<String> userId)
            implements WebhookEvent {}

    /** Somebody has joined the cache channel, which holds no event at the moment. */
    record CacheMiss(ChannelName channel) implements WebhookEvent {}

    /** So many connections have joined the channel. Above 100, Pusher tells it every 5 seconds at most. */
    record SubscriptionCount(ChannelName channel, long subscriptionCount) implements WebhookEvent {}

    /**
     * An event of a kind that this version does not know, or of a known kind with something in it that this version
     * does not understand, such as a channel with a name that is legal on other servers only.
     *
     * @param name the kind, or empty if there is none
     * @param json the event as JSON; for an object, all of its fields in their order
     */
    record Unknown(String name, String json) implements WebhookEvent {}
}
