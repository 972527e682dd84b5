package dev.usher.channel;

/** Where an event can go: to whoever is subscribed to a channel, or to a user wherever they are signed in. */
public sealed interface Destination {

    /** Pusher's own channel of a signed-in user. No connection subscribes to it by an authorization of ours. */
    String SIGNED_IN_PREFIX = "#server-to-user-";

    /**
     * The destination that a text names: a channel, or {@code #server-to-user-} and a user's id.
     *
     * @throws InvalidNameException if it is neither
     */
    static Destination of(String name) {
        return name.startsWith(SIGNED_IN_PREFIX)
                ? new SignedInUser(new UserId(name.substring(SIGNED_IN_PREFIX.length())))
                : new Subscribers(new ChannelName(name));
    }

    /** Whoever is subscribed to the channel that only this user may join. */
    static Destination ownChannelOf(UserId user) {
        return new Subscribers(user.ownChannel());
    }

    /** How the protocol writes it, in the place of a channel's name. */
    String wireName();

    /** The channel whose rules say who may publish here. */
    ChannelName ruledBy();

    /** Whether what is sent here is encrypted end to end. */
    default boolean isEncrypted() {
        return false;
    }

    /** Whoever is subscribed to a channel. */
    record Subscribers(ChannelName channel) implements Destination {
        @Override
        public String wireName() {
            return channel.value();
        }

        @Override
        public ChannelName ruledBy() {
            return channel;
        }

        @Override
        public boolean isEncrypted() {
            return channel.kind().isEncrypted();
        }
    }

    /**
     * The connections that have signed in as a user.
     *
     * @see <a href="https://pusher.com/docs/channels/server_api/server-to-user-messages/">Sending events to
     *     authenticated users</a>
     */
    record SignedInUser(UserId user) implements Destination {
        @Override
        public String wireName() {
            return SIGNED_IN_PREFIX + user;
        }

        /** Whoever may publish to a user's own channel may reach the user here as well. */
        @Override
        public ChannelName ruledBy() {
            return user.ownChannel();
        }
    }
}
