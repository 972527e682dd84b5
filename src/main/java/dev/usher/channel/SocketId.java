package dev.usher.channel;

/**
 * One connection to the Channels server, for example {@code 145814.20211781}: digits, a dot, digits.
 *
 * <p>The check covers the whole text. A looser one was Pusher's vulnerability of May 2015: a socket_id that held
 * {@code :} or a newline made endpoints sign other channels, and even whole requests to the HTTP API.
 *
 * @see <a href="https://blog.pusher.com/update-on-security/">Pusher on the vulnerability</a>
 */
public record SocketId(String value) {

    /** Nobody documents a length. The longest seen in the field is 23; this leaves room and bounds what is signed. */
    public static final int MAX_LENGTH = 64;

    private static final String EXPECTED = "digits, one dot, digits, such as 145814.20211781";

    /** @throws InvalidNameException if the value is anything but digits, one dot, digits */
    public SocketId {
        InvalidNameException.checkLength("a socket_id", value, MAX_LENGTH);
        int dot = value.indexOf('.');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            // Not Character.isDigit, which accepts the digits of every script.
            if (i != dot && (c < '0' || c > '9')) {
                throw InvalidNameException.illegalCharacter("a socket_id", value, i, EXPECTED);
            }
        }
        if (dot <= 0 || dot == value.length() - 1) {
            throw new InvalidNameException(
                    "a socket_id lacks its dot or a number beside it (expected: " + EXPECTED + ")");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
