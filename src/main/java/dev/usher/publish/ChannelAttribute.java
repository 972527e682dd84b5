package dev.usher.publish;

/**
 * What a publisher may ask to be told about the channels it publishes to.
 *
 * @see <a href="https://pusher.com/docs/channels/library_auth_reference/rest-api/#get-channels-fetch-info-for-multiple-channels">The
 *     HTTP API, channel attributes</a>
 */
public enum ChannelAttribute {
    /** How many users are present; on presence channels only. */
    USER_COUNT("user_count"),
    /** How many connections are subscribed; has to be switched on for the app. */
    SUBSCRIPTION_COUNT("subscription_count");

    private final String wireName;

    ChannelAttribute(String wireName) {
        this.wireName = wireName;
    }

    /** How the protocol calls it. */
    public String wireName() {
        return wireName;
    }
}
