package dev.usher.delivery;

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

    /** @param told what the server told about the channels */
    void delivered(Part part, Map<String, Map<String, Object>> told) {
        published.addAll(part.destinations());
        attributes.putAll(told);
    }

    /**
     * Takes note of a failure.
     *
     * @param dataBytes how large the data is as it is sent, in bytes
     * @param attempted whether the failure is this part's own, rather than that of a call before it
     */
    void failed(Part part, int dataBytes, UpstreamFailure failure, boolean attempted) {
        failures.add(new Failed(dataBytes, failure, attempted));
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
                failed.dataBytes(),
                List.copyOf(published),
                List.copyOf(uncertain));
    }

    private record Failed(int dataBytes, UpstreamFailure failure, boolean attempted) {}
}
