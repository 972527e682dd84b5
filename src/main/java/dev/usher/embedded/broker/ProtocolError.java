package dev.usher.embedded.broker;

import dev.usher.channel.ChannelName;
import java.util.OptionalInt;

/**
 * What a {@code pusher:error} tells a client whose connection stays open. The wording is that of Pusher where it has
 * been observed, so that what developers search for leads them to Pusher's own advice.
 *
 * @param code absent for most of them, as at Pusher
 */
record ProtocolError(String message, OptionalInt code) {

    static final ProtocolError RATE_LIMITED = new ProtocolError(
            "Client event rejected: more than " + RateLimit.EVENTS_PER_SECOND + " in a second", OptionalInt.of(4301));

    static ProtocolError of(String message) {
        return new ProtocolError(message, OptionalInt.empty());
    }

    static ProtocolError of(Closing closing) {
        return new ProtocolError(closing.reason(), OptionalInt.of(closing.code()));
    }

    static ProtocolError existingSubscription(ChannelName channel) {
        return of("Existing subscription to channel " + channel);
    }

    static ProtocolError noSubscription(ChannelName channel) {
        return of("No current subscription to channel " + channel + ", or subscription in progress");
    }

    static ProtocolError notSubscribedToBroadcast(ChannelName channel) {
        return of("Cannot broadcast client event (connection not subscribed to channel " + channel + ")");
    }

    static ProtocolError noClientEventsOn(ChannelName channel) {
        return of("Cannot broadcast client event (channel " + channel + " is not an unencrypted private or presence"
                + " channel)");
    }

    static ProtocolError fullChannel(ChannelName channel) {
        return of("Channel " + channel + " has reached its limit of " + Channel.MAX_MEMBERS + " members");
    }
}
