package dev.usher.embedded.broker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.usher.channel.EventName;
import dev.usher.channel.SocketId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An event that a backend publishes.
 *
 * @param data the text as clients get it
 * @param except the connection that does not get it, usually the one whose action caused it
 * @param info what the publisher wants to know about the channels
 */
record Publication(Set<Topic> topics, EventName name, String data, Optional<SocketId> except, Set<Attribute> info) {

    /** Pusher's limit for one event. */
    private static final int MAX_CHANNELS = 100;

    /** Pusher's limit for one batch on its shared clusters. */
    private static final int MAX_BATCH = 10;

    Publication {
        // Copies that keep their order, which answers then follow; Set.copyOf does not.
        topics = Collections.unmodifiableSet(new LinkedHashSet<>(topics));
        info = Collections.unmodifiableSet(new LinkedHashSet<>(info));
        for (Topic topic : topics) {
            Attribute.check(info, topic);
        }
        // Its data is encrypted with the key of one channel, and nobody on another one could read it.
        if (topics.size() > 1 && topics.stream().anyMatch(Topic::isEncrypted)) {
            throw new MalformedException(
                    "An event for an encrypted channel is for others too (expected: that one only)");
        }
    }

    /** @throws MalformedException or InvalidNameException if it is no legal event */
    static Publication parse(Received event) {
        List<String> channels = channels(event);
        if (channels.isEmpty() || channels.size() > MAX_CHANNELS) {
            throw new MalformedException(
                    "The event has %d channels (expected: 1 to %d)".formatted(channels.size(), MAX_CHANNELS));
        }
        Set<Topic> topics = new LinkedHashSet<>();
        channels.forEach(channel -> topics.add(Topic.parse(channel)));
        return new Publication(
                topics,
                new EventName(event.text("name")),
                event.text("data"),
                event.optionalText("socket_id").map(SocketId::new),
                event.optionalText("info")
                        .map(info -> Attribute.parse(info, Attribute.OF_PUBLICATIONS))
                        .orElse(Set.of()));
    }

    /** @throws MalformedException or InvalidNameException if one of the events is not legal: then none is published */
    static List<Publication> parseBatch(Received body) {
        List<JsonNode> events = body.list("batch");
        if (events.isEmpty() || events.size() > MAX_BATCH) {
            throw new MalformedException(
                    "The batch has %d events (expected: 1 to %d)".formatted(events.size(), MAX_BATCH));
        }
        List<Publication> publications = new ArrayList<>();
        for (JsonNode event : events) {
            Received fields = Received.of("An event of the batch", event);
            if (fields.value("channels").isPresent()) {
                throw new MalformedException("An event of a batch has one channel (expected: channel, not channels)");
            }
            publications.add(parse(fields));
        }
        return publications;
    }

    private static List<String> channels(Received event) {
        Optional<String> one = event.optionalText("channel");
        if (one.isPresent() == event.value("channels").isPresent()) {
            throw new MalformedException("The event needs either channel or channels");
        }
        return one.map(List::of).orElseGet(() -> event.list("channels").stream()
                .map(Publication::channel)
                .toList());
    }

    private static String channel(JsonNode element) {
        if (!element.isTextual()) {
            throw new MalformedException("Field channels holds something that is not a string");
        }
        return element.textValue();
    }
}
