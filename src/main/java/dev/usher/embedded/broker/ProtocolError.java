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

    static final ProtocolError WATCHLIST_CUT = new ProtocolError(
            "Watchlist exceeds its limit of " + Watchlist.MAX_USERS + " users, of which the first are watched",
            OptionalInt.of(4302));

    static final ProtocolError SIGNED_IN_AS_ANOTHER = of("Connection is already signed in as another user");

    static ProtocolError of(String message) {
        return new ProtocolError(message, OptionalInt.empty());
    }

    static ProtocolError of(Closing closing) {
        return new ProtocolError(closing.reason(), OptionalInt.of(closing.code()));
    }

    static ProtocolError existingSubscription(Topic topic) {
        return of("Existing subscription to channel " + topic.text());
    }

    static ProtocolError noSubscription(Topic topic) {
        return of("No current subscription to channel " + topic.text() + ", or subscription in progress");
    }

    static ProtocolError notSubscribedToBroadcast(Topic topic) {
        return of("Cannot broadcast client event (connection not subscribed to channel " + topic.text() + ")");
    }

    static ProtocolError noClientEventsOn(ChannelName channel) {
        return of("Cannot broadcast client event (channel " + channel + " is not an unencrypted private or presence"
                + " channel)");
    }

    static ProtocolError notSignedInFor(Topic.OfUser topic) {
        return of("Cannot subscribe to " + topic.text() + " (connection not signed in as that user)");
    }

    static ProtocolError noMemberOn(ChannelName channel) {
        return of("Cannot subscribe to presence channel " + channel
                + " (expected: channel_data, or a connection that is signed in)");
    }

    static ProtocolError fullChannel(Topic topic) {
        return of("Channel " + topic.text() + " has reached its limit of " + Channel.MAX_MEMBERS + " members");
    }
}
