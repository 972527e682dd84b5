package dev.usher.channel;

/**
 * The name of an event that an application publishes, for example {@code order-created}.
 *
 * @see <a href="https://pusher.com/docs/channels/library_auth_reference/rest-api/#post-event-trigger-an-event">The
 *     HTTP API, POST event</a>
 */
public record EventName(String value) {

    /** What Pusher's Node.js and Python libraries check. */
    public static final int MAX_LENGTH = 200;

    /**
     * @throws InvalidNameException if the value is empty, too long, holds a control character or half of a surrogate
     *     pair, or starts with a prefix that belongs to the protocol: clients swallow {@code pusher_internal:} events
     *     and believe {@code pusher:} ones
     */
    public EventName {
        InvalidNameException.checkLength("an event name", value, MAX_LENGTH);
        // Pusher's interaction guide wants letters, digits, - and _, yet nothing enforces it and Laravel's class names
        // hold \ and . in daily use. Refused is only what no event is called on purpose.
        String name = value;
        name.codePoints().filter(EventName::isUnprintable).findFirst().ifPresent(bad -> {
            throw InvalidNameException.illegalCharacter(
                    "an event name", name, name.indexOf(bad), "no control characters");
        });
        if (value.startsWith("pusher:") || value.startsWith("pusher_internal:")) {
            throw new InvalidNameException("an event name may not start with pusher: or pusher_internal:");
        }
    }

    private static boolean isUnprintable(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.CONTROL || type == Character.SURROGATE;
    }

    @Override
    public String toString() {
        return value;
    }
}
