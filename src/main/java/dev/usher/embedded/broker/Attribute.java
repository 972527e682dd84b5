package dev.usher.embedded.broker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** What a publisher can ask about the channels that it publishes to, in the parameter {@code info}. */
enum Attribute {
    USER_COUNT("user_count"),
    SUBSCRIPTION_COUNT("subscription_count");

    private final String text;

    Attribute(String text) {
        this.text = text;
    }

    /** @throws MalformedException if one of the attributes, separated by commas, is none of these */
    static Set<Attribute> parse(String info) {
        Set<Attribute> attributes = EnumSet.noneOf(Attribute.class);
        for (String text : info.split(",", -1)) {
            attributes.add(Arrays.stream(values())
                    .filter(attribute -> attribute.text.equals(text))
                    .findFirst()
                    .orElseThrow(() -> new MalformedException(
                            "Unknown attribute in info (expected: user_count, subscription_count)")));
        }
        return attributes;
    }

    /** Only presence channels know users; to ask another one is an error at Pusher too. */
    boolean isKnownOf(Topic topic) {
        return this != USER_COUNT || topic.isPresence();
    }

    void write(Snapshot snapshot, ObjectNode answer) {
        answer.put(text, this == USER_COUNT ? snapshot.users() : snapshot.subscriptions());
    }
}
