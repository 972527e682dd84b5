package dev.usher.embedded.broker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** What a backend can ask about channels, in the parameter {@code info}. */
enum Attribute {
    USER_COUNT("user_count") {
        @Override
        boolean isKnownOf(Topic topic) {
            return topic.isPresence();
        }

        @Override
        void write(Snapshot snapshot, ObjectNode answer) {
            answer.put(text(), snapshot.userIds().size());
        }
    },
    // Pusher's documents contradict themselves on presence channels: a table excludes them, the samples do not.
    SUBSCRIPTION_COUNT("subscription_count") {
        @Override
        boolean isKnownOf(Topic topic) {
            return true;
        }

        @Override
        void write(Snapshot snapshot, ObjectNode answer) {
            answer.put(text(), snapshot.subscriptions());
        }
    },
    CACHE("cache") {
        @Override
        boolean isKnownOf(Topic topic) {
            return topic.isCache();
        }

        @Override
        void write(Snapshot snapshot, ObjectNode answer) {
            snapshot.cached()
                    .ifPresentOrElse(
                            cached -> answer.putObject(text())
                                    .put("data", cached.data())
                                    .put("ttl", cached.timeToLive().toSeconds()),
                            () -> answer.putNull(text()));
        }
    };

    /** What can be asked when something is published. */
    static final Set<Attribute> OF_PUBLICATIONS = EnumSet.of(USER_COUNT, SUBSCRIPTION_COUNT);

    /** What can be asked of all channels at once. */
    static final Set<Attribute> OF_CHANNELS = EnumSet.of(USER_COUNT);

    /** What can be asked of one channel. */
    static final Set<Attribute> OF_CHANNEL = EnumSet.allOf(Attribute.class);

    private final String text;

    Attribute(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    /** Whether it makes sense for a channel; to ask for it elsewhere is an error at Pusher too. */
    abstract boolean isKnownOf(Topic topic);

    abstract void write(Snapshot snapshot, ObjectNode answer);

    /** @throws MalformedException if one of the attributes, separated by commas, cannot be asked for here */
    static Set<Attribute> parse(String info, Set<Attribute> askable) {
        Set<Attribute> attributes = EnumSet.noneOf(Attribute.class);
        for (String text : info.split(",", -1)) {
            attributes.add(askable.stream()
                    .filter(attribute -> attribute.text.equals(text))
                    .findFirst()
                    .orElseThrow(() -> new MalformedException("Unknown attribute in info (expected: "
                            + askable.stream().map(Attribute::text).collect(Collectors.joining(", ")) + ")")));
        }
        return attributes;
    }

    /** @throws MalformedException if one of the attributes makes no sense for the channel */
    static void check(Set<Attribute> attributes, Topic topic) {
        for (Attribute attribute : attributes) {
            if (!attribute.isKnownOf(topic)) {
                throw new MalformedException(attribute.text + " is no attribute of this kind of channel"
                        + " (expected: user_count on presence channels, cache on cache channels)");
            }
        }
    }
}
