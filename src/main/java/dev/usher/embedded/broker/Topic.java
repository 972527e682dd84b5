package dev.usher.embedded.broker;

import dev.usher.channel.Alphabet;
import dev.usher.channel.ChannelKind;
import dev.usher.channel.ChannelName;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What connections subscribe to and backends publish to: a channel of the application, or a user, whom the protocol
 * gives a channel that is called {@code #server-to-user-} and the user's id.
 *
 * @see <a href="https://pusher.com/docs/channels/server_api/server-to-user-messages/">Sending events to authenticated
 *     users</a>
 */
sealed interface Topic {

    Set<ChannelKind> CACHE = Set.of(
            ChannelKind.CACHE,
            ChannelKind.PRIVATE_CACHE,
            ChannelKind.PRIVATE_ENCRYPTED_CACHE,
            ChannelKind.PRESENCE_CACHE);

    record OfApplication(ChannelName name) implements Topic {}

    record OfUser(String id) implements Topic {

        static final String PREFIX = "#server-to-user-";

        /** Nobody documents a length. It is what Pusher's Python library checks. */
        private static final int MAX_ID_LENGTH = 200;

        /** @throws MalformedException if the id is empty, too long, or holds what the name of a channel may not */
        public OfUser {
            if (id.isEmpty() || id.length() > MAX_ID_LENGTH || !id.chars().allMatch(c -> Alphabet.contains((char) c))) {
                throw new MalformedException(
                        "The id of a user is not 1 to %d of the characters A-Z a-z 0-9 _ - = @ , . ;"
                                .formatted(MAX_ID_LENGTH));
            }
        }
    }

    static Topic of(ChannelName channel) {
        return new OfApplication(channel);
    }

    /** @throws MalformedException or InvalidNameException if the text names neither */
    static Topic parse(String text) {
        return text.startsWith(OfUser.PREFIX)
                ? new OfUser(text.substring(OfUser.PREFIX.length()))
                : new OfApplication(new ChannelName(text));
    }

    default <T> T fold(Function<OfApplication, T> ofApplication, Function<OfUser, T> ofUser) {
        if (this instanceof OfApplication it) {
            return ofApplication.apply(it);
        }
        return ofUser.apply((OfUser) this);
    }

    /** As the protocol writes it. */
    default String text() {
        return fold(channel -> channel.name().value(), user -> OfUser.PREFIX + user.id());
    }

    /** The application's channel, if it is one. Queries and webhooks know of no other. */
    default Optional<ChannelName> channel() {
        return fold(channel -> Optional.of(channel.name()), user -> Optional.empty());
    }

    default boolean isPresence() {
        return channel().map(ChannelName::kind).filter(ChannelKind::isPresence).isPresent();
    }

    /** Whether those on it are told how many they are. */
    default boolean isCounted() {
        return channel().isPresent() && !isPresence();
    }

    /** Whether its last event is remembered for those who come later. */
    default boolean isCache() {
        return channel().map(ChannelName::kind).filter(CACHE::contains).isPresent();
    }

    default boolean isEncrypted() {
        return channel().map(ChannelName::kind).filter(ChannelKind::isEncrypted).isPresent();
    }
}
