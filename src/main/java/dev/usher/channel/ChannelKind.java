package dev.usher.channel;

/**
 * What a channel's name says about it by its prefix.
 *
 * @see <a href="https://pusher.com/docs/channels/using_channels/channels/#channel-types">Channel types</a>
 */
public enum ChannelKind {
    // Longest prefix first: every private-encrypted- name is also a private- name, and who may join the one may not
    // therefore join the other.
    PRIVATE_ENCRYPTED_CACHE("private-encrypted-cache-"),
    PRIVATE_ENCRYPTED("private-encrypted-"),
    PRIVATE_CACHE("private-cache-"),
    PRIVATE("private-"),
    PRESENCE_CACHE("presence-cache-"),
    PRESENCE("presence-"),
    CACHE("cache-"),
    PUBLIC("");

    private final String prefix;

    ChannelKind(String prefix) {
        this.prefix = prefix;
    }

    /** The kind that a name, or the beginning of one, is of. */
    public static ChannelKind of(String name) {
        for (ChannelKind kind : values()) {
            if (name.startsWith(kind.prefix)) {
                return kind;
            }
        }
        throw new AssertionError("every name starts with the empty prefix of PUBLIC");
    }

    /** Whether anyone may subscribe, without an authorization. */
    public boolean isPublic() {
        return this == PUBLIC || this == CACHE;
    }

    /** Whether the channel knows its members, so that its authorization carries who joins. */
    public boolean isPresence() {
        return this == PRESENCE || this == PRESENCE_CACHE;
    }

    /** Whether the payload is encrypted end to end, so that its authorization carries the channel's key. */
    public boolean isEncrypted() {
        return this == PRIVATE_ENCRYPTED || this == PRIVATE_ENCRYPTED_CACHE;
    }

    /** Whether the server keeps the channel's last event for whoever subscribes next. */
    public boolean isCache() {
        return this == CACHE || this == PRIVATE_CACHE || this == PRESENCE_CACHE || this == PRIVATE_ENCRYPTED_CACHE;
    }
}
