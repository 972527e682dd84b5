package dev.usher.publish;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.usher.channel.Destination;
import dev.usher.publish.PublishOutcome.Accepted;
import dev.usher.publish.PublishOutcome.NotAccepted;
import dev.usher.publish.PublishOutcome.Obstacle;
import dev.usher.publish.PublishOutcome.Unsendable;
import dev.usher.request.JsonFields;
import dev.usher.upstream.UpstreamFailure;
import dev.usher.upstream.UpstreamFailure.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That the room which is set aside for an answer holds the largest that there can be. */
class KeyedPublishingTest {

    private static final JsonMapper JSON = new JsonMapper();

    @ParameterizedTest
    @CsvSource({"1, 1, 0", "50, 1, 0", "2, 1000, 0", "20, 10, 20", "1, 1, 50"})
    void setsAsideEnough(int events, int channels, int bad) throws Exception {
        EventBatch batch = batch(events, channels, bad);
        int aside = KeyedPublishing.size(batch).bytes();
        for (Function<Event, PublishOutcome> outcome : outcomes()) {
            List<EventResult> results =
                    batch.results(batch.sendable().stream().map(outcome).toList(), KeyedPublishing::underTheKey);
            int needed = JSON.writeValueAsBytes(new EventBatchResource.Results(results)).length;
            assertTrue(needed <= aside, () -> needed + " bytes, and set aside " + aside);
        }
    }

    private static List<Function<Event, PublishOutcome>> outcomes() {
        return Stream.concat(
                        Stream.<Function<Event, PublishOutcome>>of(
                                event -> new Accepted(event.destinations().stream()
                                        .collect(Collectors.toMap(
                                                Destination::wireName,
                                                name -> Map.of(
                                                        "subscription_count",
                                                        Long.MAX_VALUE,
                                                        "user_count",
                                                        Long.MAX_VALUE)))),
                                event -> new Unsendable(Obstacle.NO_MASTER_KEY, event.destinations())),
                        Arrays.stream(Reason.values()).map(reason -> event -> failed(reason, event)))
                .toList();
    }

    private static NotAccepted failed(Reason reason, Event event) {
        List<Destination> all = event.destinations();
        return new NotAccepted(
                new UpstreamFailure(reason, Optional.of(Duration.ofDays(1))),
                true,
                Integer.MAX_VALUE,
                all.subList(0, all.size() / 3),
                all.subList(all.size() / 3, all.size() / 2));
    }

    private static EventBatch batch(int events, int channels, int bad) {
        ArrayNode batch = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < events + bad; i++) {
            ObjectNode event = batch.addObject().put("name", "n").put("data", i);
            ArrayNode names = event.putArray("channels");
            for (int j = 0; j < channels; j++) {
                names.add("%d-%d-".formatted(i, j) + "x".repeat(100));
            }
            if (i >= events) {
                event.put("unknown-" + "x".repeat(50), 1);
            }
        }
        byte[] body = JsonNodeFactory.instance
                .objectNode()
                .<ObjectNode>set("batch", batch)
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        return EventBatch.read(JsonFields.parse(body));
    }
}
