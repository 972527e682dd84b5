package dev.usher.channel;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What one may ask to be told about a channel.
 *
 * @see <a href="https://pusher.com/docs/channels/library_auth_reference/rest-api/#get-channel-fetch-info-for-one-channel">The
 *     HTTP API, channel attributes</a>
 */
public enum ChannelAttribute {
    /** How many users are present; on presence channels only. */
    USER_COUNT("user_count"),
    /**
     * How many connections are subscribed; has to be switched on for the app. Pusher's table excepts presence channels,
     * its samples show it of one: whether a server answers is left to the server.
     */
    SUBSCRIPTION_COUNT("subscription_count"),
    /** The event that a new subscriber would be given; on cache channels only. */
    CACHE("cache");

    /** What can be counted of any channel, also while publishing to it. */
    public static final Set<ChannelAttribute> COUNTS =
            Collections.unmodifiableSet(EnumSet.of(USER_COUNT, SUBSCRIPTION_COUNT));

    private final String wireName;

    ChannelAttribute(String wireName) {
        this.wireName = wireName;
    }

    /** How the protocol calls it. */
    public String wireName() {
        return wireName;
    }

    /** Whether channels of this kind have it. */
    public boolean isOf(ChannelKind kind) {
        return switch (this) {
            case USER_COUNT -> kind.isPresence();
            case SUBSCRIPTION_COUNT -> true;
            case CACHE -> kind.isCache();
        };
    }

    /**
     * Reads names separated by commas.
     *
     * @param expected what may be asked for here
     * @throws InvalidNameException if one is no name of these
     */
    public static Set<ChannelAttribute> parse(String info, Set<ChannelAttribute> expected) {
        Set<ChannelAttribute> attributes = EnumSet.noneOf(ChannelAttribute.class);
        for (String name : info.split(",", -1)) {
            attributes.add(expected.stream()
                    .filter(attribute -> attribute.wireName.equals(name.strip()))
                    .findFirst()
                    .orElseThrow(() ->
                            new InvalidNameException("names an attribute that cannot be asked for here (expected: %s)"
                                    .formatted(join(expected, ", ")))));
        }
        return attributes;
    }

    /** The names as the protocol writes several, separated by commas and always in the same order. */
    public static String join(Set<ChannelAttribute> attributes) {
        return join(attributes, ",");
    }

    private static String join(Set<ChannelAttribute> attributes, String separator) {
        return Arrays.stream(values())
                .filter(attributes::contains)
                .map(ChannelAttribute::wireName)
                .collect(Collectors.joining(separator));
    }
}
