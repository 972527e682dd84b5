package dev.usher.channel;

/**
 * The name of a channel, for example {@code private-user-42}: 1 to {@value #MAX_LENGTH} characters of the
 * {@link Alphabet}. Names with {@code #} are Pusher's own and none of these.
 *
 * @see <a href="https://pusher.com/docs/channels/using_channels/channels/#channel-naming-conventions">Channel naming
 *     conventions</a>
 */
public record ChannelName(String value) {

    /** What Pusher documents, prefix included. Most SDKs check for 200; a name in between may be refused upstream. */
    public static final int MAX_LENGTH = 164;

    /**
     * @throws InvalidNameException if the value is no legal name as a whole, from its first to its last character
     */
    public ChannelName {
        Alphabet.check("a channel name", value, MAX_LENGTH);
    }

    /**
     * A name that can stand in a path.
     *
     * @throws InvalidNameException if the value is no legal name, or means another place there
     */
    public static ChannelName inPath(String value) {
        Alphabet.checkInPath("a channel name", value);
        return new ChannelName(value);
    }

    public ChannelKind kind() {
        return ChannelKind.of(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
