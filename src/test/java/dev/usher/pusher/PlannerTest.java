package dev.usher.pusher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.channel.Destination;
import dev.usher.publish.Event;
import dev.usher.upstream.ServerProfile;
import dev.usher.upstream.ServerProfile.Limits;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

/** Every destination of every event is sent to once, in calls that the server takes. */
final class PlannerTest {

    private static final EventBodies BODIES = new EventBodies(Optional.of(new Encryption(EncryptionTest.MASTER_KEY)));

    @Property
    void sendsEveryEventToEachOfItsDestinationsOnce(
            @ForAll("events") List<Event> events, @ForAll ServerProfile server) {
        Map<Integer, List<Destination>> sent = new HashMap<>();
        plan(events, server.limits()).forEach(call -> call.parts().forEach(part -> {
            assertEquals(events.get(part.index()), part.event());
            sent.computeIfAbsent(part.index(), none -> new ArrayList<>()).addAll(part.destinations());
        }));
        for (int i = 0; i < events.size(); i++) {
            List<Destination> to = sent.getOrDefault(i, List.of());
            assertEquals(events.get(i).destinations().size(), to.size());
            assertEquals(new HashSet<>(events.get(i).destinations()), new HashSet<>(to));
        }
    }

    @Property
    void makesNoCallThatTheServerWouldRefuse(@ForAll("events") List<Event> events, @ForAll ServerProfile server) {
        Limits limits = server.limits();
        for (Call call : plan(events, limits)) {
            assertTrue(call.parts().size() <= limits.events());
            assertTrue(BODIES.of(call).getBytes(StandardCharsets.UTF_8).length <= limits.bodyBytes());
            for (Part part : call.parts()) {
                assertTrue(part.destinations().size() <= limits.channels());
                assertTrue(part.isSingle() || part.destinations().stream().noneMatch(Destination::isEncrypted));
            }
        }
    }

    @Property
    void keepsTheOrderOfTheEventsOfAChannel(@ForAll("events") List<Event> events, @ForAll ServerProfile server) {
        Map<Destination, Integer> last = new HashMap<>();
        for (Call call : plan(events, server.limits())) {
            for (Part part : call.parts()) {
                for (Destination destination : part.destinations()) {
                    Integer before = last.put(destination, part.index());
                    assertTrue(before == null || before < part.index(), destination.wireName());
                }
            }
        }
    }

    @Test
    void gathersAThousandEventsIntoAHundredCalls() {
        List<Event> events = IntStream.range(0, 1000)
                .mapToObj(i -> TestEvents.event("e", "x", "c" + i))
                .toList();
        List<Call> calls = plan(events, ServerProfile.PUSHER.limits());
        assertEquals(100, calls.size());
        assertTrue(calls.stream().allMatch(call -> call.parts().size() == 10));
    }

    @Test
    void partsAThousandChannelsIntoTenCalls() {
        String[] channels = IntStream.range(0, 1000).mapToObj(i -> "c" + i).toArray(String[]::new);
        List<Call> calls = plan(List.of(TestEvents.event("e", "x", channels)), ServerProfile.PUSHER.limits());
        assertEquals(10, calls.size());
    }

    @Test
    void letsALoneEventGoAlone() {
        Call call = plan(List.of(TestEvents.event("e", "x", "news")), ServerProfile.PUSHER.limits())
                .get(0);
        assertEquals(
                "{\"channels\":[\"news\"],\"name\":\"e\",\"data\":\"x\"}".length(),
                BODIES.of(call).length());
    }

    @Provide
    Arbitrary<List<Event>> events() {
        Arbitrary<String> names = Arbitraries.of("private-encrypted-", "private-", "", "#server-to-user-", "presence-")
                .flatMap(kind -> Arbitraries.integers().between(0, 150).map(number -> kind + number));
        Arbitrary<List<String>> destinations = Arbitraries.frequencyOf(
                Tuple.of(4, names.list().ofSize(1)),
                Tuple.of(2, names.list().ofMinSize(1).ofMaxSize(5)),
                Tuple.of(1, names.list().ofMinSize(100).ofMaxSize(300)));
        Arbitrary<String> data =
                Arbitraries.of("x", "{\"price\":1.10}", "\"".repeat(900), "é".repeat(700), "\u2028".repeat(300));
        return Combinators.combine(destinations, data)
                .as((to, text) -> TestEvents.event("e", text, to, Set.of()))
                .list()
                .ofMaxSize(40);
    }

    private static List<Call> plan(List<Event> events, Limits limits) {
        Planner planner = new Planner(limits, BODIES::bytes);
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            parts.addAll(planner.split(i, events.get(i)));
        }
        return planner.gather(parts);
    }
}
