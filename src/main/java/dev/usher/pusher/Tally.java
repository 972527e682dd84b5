package dev.usher.pusher;

import com.fasterxml.jackson.databind.JsonNode;
import dev.usher.channel.ChannelAttribute;
import dev.usher.channel.Destination;
import dev.usher.publish.PublishOutcome;
import dev.usher.publish.PublishOutcome.Accepted;
import dev.usher.publish.PublishOutcome.NotAccepted;
import dev.usher.upstream.UpstreamFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What has become so far of one event: of each of its parts, and in the end of all of it. */
final class Tally {

    private final Map<String, Map<String, Object>> attributes = new TreeMap<>();
    private final List<Destination> published = new ArrayList<>();
    private final List<Destination> uncertain = new ArrayList<>();
    private final List<Failed> failures = new ArrayList<>();

    /** @param channels what the server told, by the name of a channel */
    void delivered(Part part, JsonNode channels) {
        published.addAll(part.destinations());
        for (Destination destination : part.destinations()) {
            JsonNode told = channels.path(destination.wireName());
            if (told.isObject()) {
                attributes.put(destination.wireName(), counts(told));
            }
        }
    }

    /** @param attempted whether the failure is this part's own, rather than that of a call before it */
    void failed(Part part, UpstreamFailure failure, boolean attempted) {
        failures.add(new Failed(part, failure, attempted));
        if (attempted && failure.reason().leavesItOpen()) {
            uncertain.addAll(part.destinations());
        }
    }

    PublishOutcome outcome() {
        if (failures.isEmpty()) {
            return new Accepted(attributes);
        }
        Failed failed = failures.stream().filter(Failed::attempted).findFirst().orElse(failures.get(0));
        return new NotAccepted(
                failed.failure(),
                failed.attempted(),
                failed.part().dataBytes(),
                List.copyOf(published),
                List.copyOf(uncertain));
    }

    private static Map<String, Object> counts(JsonNode channel) {
        Map<String, Object> counts = new TreeMap<>();
        Attributes.of(channel, ChannelAttribute.COUNTS)
                .forEach((attribute, value) -> counts.put(attribute.wireName(), value));
        return counts;
    }

    private record Failed(Part part, UpstreamFailure failure, boolean attempted) {}
}
