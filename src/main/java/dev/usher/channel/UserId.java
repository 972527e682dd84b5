package dev.usher.channel;

/**
 * A user as the Channels protocol writes one, for example {@code 42}: 1 to {@value #MAX_LENGTH} characters of the
 * {@link Alphabet}, in {@linkplain Alphabet#encode encoded} form. So the user whose tokens say {@code auth0|1} is
 * {@code auth0=7C1}, and a {@code =} that encodes nothing is refused: nobody's channel has such a name, and what is
 * published there would be lost without a word.
 *
 * @see <a href="https://pusher.com/docs/channels/server_api/authenticating-users/">Authenticating users</a>
 */
public record UserId(String value) {

    private static final String OWN_CHANNEL_PREFIX = "private-user-";

    /** So that every user has a channel of their own: what {@code private-user-} leaves of a channel's name. */
    public static final int MAX_LENGTH = ChannelName.MAX_LENGTH - OWN_CHANNEL_PREFIX.length();

    /** @throws InvalidNameException if the value is no encoded user id; the message proposes the encoded form */
    public UserId {
        InvalidNameException.checkLength("a user id", value, MAX_LENGTH);
        if (!Alphabet.isEncoded(value)) {
            throw new InvalidNameException("a user id is not encoded (expected: %s)"
                    .formatted(Alphabet.encode(value).orElse(Alphabet.DESCRIPTION)));
        }
    }

    /**
     * A user whose id can stand in a path.
     *
     * @throws InvalidNameException if the value is no encoded user id, or means another place there
     */
    public static UserId inPath(String value) {
        Alphabet.checkInPath("a user id", value);
        return new UserId(value);
    }

    /** The channel that only this user may join. */
    public ChannelName ownChannel() {
        return new ChannelName(OWN_CHANNEL_PREFIX + value);
    }

    @Override
    public String toString() {
        return value;
    }
}
