package dev.usher.pusher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.usher.publish.Event;
import dev.usher.publish.PublishOutcome;
import dev.usher.publish.PublishOutcome.Accepted;
import dev.usher.publish.PublishOutcome.NotAccepted;
import dev.usher.upstream.ServerProfile;
import dev.usher.upstream.UpstreamFailure;
import dev.usher.upstream.UpstreamFailure.Reason;
import dev.usher.upstream.UpstreamResult;
import dev.usher.upstream.UpstreamResult.Answered;
import dev.usher.upstream.UpstreamResult.Failed;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of many events when some calls fail: every one is accounted for, and no more is sent than makes sense. */
final class DeliveryTest {

    private ServerProfile server = ServerProfile.PUSHER;
    private long now = 42;
    private final List<Call> calls = new ArrayList<>();

    /** What the server got and took, as {@code <event>@<channel>}. */
    private final List<String> taken = new ArrayList<>();

    @Test
    void publishesAThousandEvents() {
        List<PublishOutcome> outcomes = deliver(events(1000), (number, call) -> Optional.empty());
        assertEquals(1000, accepted(outcomes));
        assertEquals(100, calls.size());
        assertEquals(IntStream.range(0, 1000).mapToObj(i -> i + "@c" + i).toList(), taken);
    }

    @Test
    void losesNoneBesideTheOneInTenThatIsRefused() {
        List<Event> events = IntStream.range(0, 1000)
                .mapToObj(i -> TestEvents.event(i % 10 == 3 ? "bad" : "good", "x", "c" + i))
                .toList();
        List<PublishOutcome> outcomes = deliver(
                events,
                (number, call) -> call.parts().stream()
                                .anyMatch(part -> part.event().name().value().equals("bad"))
                        ? Optional.of(Reason.REFUSED)
                        : Optional.empty());
        assertEquals(900, accepted(outcomes));
        assertEquals(900, taken.size());
        // Each batch once, and each of its events alone.
        assertEquals(1100, calls.size());
        for (int i = 0; i < outcomes.size(); i++) {
            assertEquals(i % 10 != 3, outcomes.get(i) instanceof Accepted);
        }
        NotAccepted refused = assertInstanceOf(NotAccepted.class, outcomes.get(13));
        assertEquals(Reason.REFUSED, refused.failure().reason());
        assertTrue(refused.attempted());
    }

    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            names = {"REFUSED", "TOO_LARGE", "FAILED"},
            mode = EnumSource.Mode.EXCLUDE)
    void sendsNothingMoreToAServerThatIsDeadAfterTheThirdCall(Reason reason) {
        List<PublishOutcome> outcomes =
                deliver(events(1000), (number, call) -> number > 3 ? Optional.of(reason) : Optional.empty());
        assertEquals(4, calls.size());
        assertEquals(30, accepted(outcomes));
        assertEquals(10, notAccepted(outcomes, true));
        assertEquals(960, notAccepted(outcomes, false));
        NotAccepted last = assertInstanceOf(NotAccepted.class, outcomes.get(999));
        assertEquals(reason, last.failure().reason());
        assertEquals(Optional.of(Duration.ofSeconds(7)), last.failure().retryAfter());
        assertTrue(last.uncertain().isEmpty());
    }

    @Test
    void sendsNothingTwiceToAServerThatPublishesABatchUntilItRefusesIt() {
        server = ServerProfile.SOCKUDO;
        List<PublishOutcome> outcomes =
                deliver(events(20), (number, call) -> number == 1 ? Optional.of(Reason.REFUSED) : Optional.empty());
        assertEquals(2, calls.size());
        assertEquals(10, accepted(outcomes));
        NotAccepted perhaps = assertInstanceOf(NotAccepted.class, outcomes.get(3));
        assertEquals(1, perhaps.uncertain().size());
    }

    @Test
    void goesOnWhereOnlyOneCallFailed() {
        List<PublishOutcome> outcomes =
                deliver(events(100), (number, call) -> number == 4 ? Optional.of(Reason.FAILED) : Optional.empty());
        assertEquals(10, calls.size());
        assertEquals(90, accepted(outcomes));
        NotAccepted failed = assertInstanceOf(NotAccepted.class, outcomes.get(35));
        assertEquals(1, failed.uncertain().size());
    }

    @Test
    void stopsAmongTheEventsOfARefusedBatchAsWell() {
        List<PublishOutcome> outcomes = deliver(events(30), (number, call) -> switch (number) {
            case 1 -> Optional.of(Reason.REFUSED);
            case 4 -> Optional.of(Reason.UNREACHABLE);
            default -> Optional.empty();
        });
        assertEquals(4, calls.size());
        assertEquals(2, accepted(outcomes));
        assertEquals(1, notAccepted(outcomes, true));
        assertEquals(27, notAccepted(outcomes, false));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void tellsWhereAnEventArrivedOfWhichOneCallFailed(int failing) {
        String[] channels = IntStream.range(0, 250).mapToObj(i -> "c" + i).toArray(String[]::new);
        List<PublishOutcome> outcomes = deliver(
                List.of(TestEvents.event("e", "x", channels)),
                (number, call) -> number == failing ? Optional.of(Reason.FAILED) : Optional.empty());
        NotAccepted partly = assertInstanceOf(NotAccepted.class, outcomes.get(0));
        assertEquals(250, partly.published().size() + partly.uncertain().size());
        assertEquals(failing == 3 ? 50 : 100, partly.uncertain().size());
        assertEquals(partly.published().size(), taken.size());
    }

    @Test
    void sendsNothingMoreWhenTheTimeIsUp() {
        List<PublishOutcome> outcomes = deliver(events(100), (number, call) -> {
            now += Duration.ofSeconds(3).toNanos();
            return Optional.empty();
        });
        assertEquals(3, calls.size());
        assertEquals(30, accepted(outcomes));
        assertEquals(70, notAccepted(outcomes, false));
        NotAccepted last = assertInstanceOf(NotAccepted.class, outcomes.get(99));
        assertEquals(new UpstreamFailure(Reason.OUT_OF_TIME, Optional.of(UpstreamFailure.SOON)), last.failure());
    }

    @Test
    void tellsHowLargeTheDataWasWhereItWasTooLarge() {
        List<PublishOutcome> outcomes = deliver(
                List.of(TestEvents.event("e", "x", "a", "b", "private-encrypted-c")),
                (number, call) -> call.parts().get(0).destinations().get(0).isEncrypted()
                        ? Optional.of(Reason.TOO_LARGE)
                        : Optional.empty());
        NotAccepted tooLarge = assertInstanceOf(NotAccepted.class, outcomes.get(0));
        assertEquals(Encryption.sealedSize(1), tooLarge.size());
        assertEquals(2, tooLarge.published().size());
    }

    @Test
    void tellsTheAttributesOfAllParts() {
        List<Event> events = List.of(
                TestEvents.event("a", "x", "one", "two", "private-encrypted-three"),
                TestEvents.event("b", "x", "four"));
        List<PublishOutcome> outcomes = deliver(events, (number, call) -> Optional.empty());
        Accepted both = assertInstanceOf(Accepted.class, outcomes.get(0));
        assertEquals(
                List.of("one", "private-encrypted-three", "two"),
                both.attributes().keySet().stream().toList());
        assertFalse(both.attributes().toString().contains("words"));
        assertEquals(
                "{four={subscription_count=4}}",
                assertInstanceOf(Accepted.class, outcomes.get(1)).attributes().toString());
    }

    private List<PublishOutcome> deliver(List<Event> events, BiFunction<Integer, Call, Optional<Reason>> script) {
        List<Tally> tallies = events.stream().map(event -> new Tally()).toList();
        Planner planner = new Planner(server.limits(), part -> 0);
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            parts.addAll(planner.split(i, events.get(i)));
        }
        new Delivery(
                        call -> Uni.createFrom().item(() -> answer(call, script)),
                        server,
                        tallies,
                        new Deadline(Duration.ofSeconds(8), () -> now))
                .run(planner.gather(parts))
                .await()
                .indefinitely();
        return tallies.stream().map(Tally::outcome).toList();
    }

    private UpstreamResult<JsonNode> answer(Call call, BiFunction<Integer, Call, Optional<Reason>> script) {
        calls.add(call);
        Optional<Reason> reason = script.apply(calls.size(), call);
        if (reason.isPresent()) {
            return new Failed<>(new UpstreamFailure(reason.get(), Optional.of(Duration.ofSeconds(7))));
        }
        call.parts().forEach(part -> part.destinations().forEach(to -> taken.add(part.index() + "@" + to.wireName())));
        return new Answered<>(call.isBatch() ? batch(call) : channels(call));
    }

    /** The count of a channel is the length of its name. */
    private static JsonNode batch(Call call) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        call.parts().forEach(part -> answer.withArray("batch")
                .add(count(part.destinations().get(0).wireName())));
        return answer;
    }

    private static JsonNode channels(Call call) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        call.parts().get(0).destinations().forEach(to -> answer.withObject("channels")
                .set(to.wireName(), count(to.wireName())));
        return answer;
    }

    private static JsonNode count(String name) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("subscription_count", name.length())
                .put("other", "words");
    }

    private static List<Event> events(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> TestEvents.event("e", "x", "c" + i))
                .toList();
    }

    private static long accepted(List<PublishOutcome> outcomes) {
        return outcomes.stream().filter(Accepted.class::isInstance).count();
    }

    private static long notAccepted(List<PublishOutcome> outcomes, boolean attempted) {
        return outcomes.stream()
                .filter(outcome -> outcome instanceof NotAccepted not && not.attempted() == attempted)
                .count();
    }
}
