package dev.usher.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.publish.Event;
import dev.usher.upstream.ServerProfile;
import dev.usher.upstream.UpstreamFailure;
import dev.usher.upstream.UpstreamFailure.Reason;
import io.opentelemetry.api.trace.SpanContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Order, no call too large, nothing twice, nothing forgotten. */
class LanesTest {

    private final HeldServer server = new HeldServer(1);
    private final Lanes lanes = new Lanes(server.limits(), 1000, Long.MAX_VALUE);

    @Test
    void letsALoneEventGoAtOnce() {
        put(false, HeldServer.event("1", "a"));
        assertEquals(List.of("1"), names(lanes.take()));
        assertEquals(0, lanes.parcels());
        assertEquals(0, lanes.bytes());
    }

    @Test
    void fillsABatchWithOtherChannelsFirstAndWithTheSameThen() {
        put(false, event("1", "a"), event("2", "a"), event("3", "b"), event("4", "a"), event("5", "c"));
        assertEquals(List.of("1", "3", "5", "2", "4"), names(lanes.take()));
    }

    @Test
    void takesNoMoreThanTenAtATime() {
        put(
                false,
                java.util.stream.IntStream.range(0, 25)
                        .mapToObj(i -> event(Integer.toString(i), "a"))
                        .toArray(Event[]::new));
        Optional<Lanes.Load> first = lanes.take();
        assertEquals(10, names(first).size());
        assertEquals(Optional.empty(), lanes.take(), "its channel is in use");
        first.ifPresent(lanes::release);
        assertEquals(List.of("10", "11", "12", "13", "14", "15", "16", "17", "18", "19"), names(lanes.take()));
    }

    @Test
    void holdsBackAnEventToSeveralChannelsUntilAllOfThemAreFree() {
        put(false, event("1", "a"), event("2", "b"), event("3", "a", "b"), event("4", "b"), event("5", "c"));
        Optional<Lanes.Load> batch = lanes.take();
        assertEquals(List.of("1", "2", "5"), names(batch));
        assertEquals(Optional.empty(), lanes.take());
        batch.ifPresent(lanes::release);
        Optional<Lanes.Load> several = lanes.take();
        assertEquals(List.of("3"), names(several));
        several.ifPresent(lanes::release);
        assertEquals(List.of("4"), names(lanes.take()));
    }

    @Test
    void keepsTheOrderOfAShipmentAcrossItsChannels() {
        put(true, event("1", "a"), event("2", "b"), event("3", "a", "b"), event("4", "c"));
        Optional<Lanes.Load> first = lanes.take();
        assertEquals(List.of("1", "2"), names(first));
        assertEquals(Optional.empty(), lanes.take());
        first.ifPresent(lanes::release);
        Optional<Lanes.Load> several = lanes.take();
        assertEquals(List.of("3"), names(several));
        several.ifPresent(lanes::release);
        assertEquals(List.of("4"), names(lanes.take()));
    }

    @Test
    void leavesOutWhatNobodyWaitsFor() {
        List<Parcel> parcels = offer(false, event("1", "a"), event("2", "a"), event("3", "b"));
        parcels.get(0).failUnsent(new UpstreamFailure(Reason.OUT_OF_TIME));
        assertEquals(List.of("3", "2"), names(lanes.take()));
        assertEquals(0, lanes.parcels());
    }

    @Test
    void hasRoomForSoManyAndSoMuch() {
        Lanes few = new Lanes(server.limits(), 2, Long.MAX_VALUE);
        List<Parcel> parcels = shipment(false, event("1", "a"), event("2", "a"), event("3", "a"));
        assertTrue(few.offer(parcels.subList(0, 1)));
        assertTrue(few.offer(parcels.subList(1, 2)));
        assertFalse(few.offer(parcels.subList(2, 3)));
        Lanes halfFull = new Lanes(server.limits(), 2, Long.MAX_VALUE);
        assertTrue(halfFull.offer(parcels.subList(0, 1)));
        assertFalse(halfFull.offer(parcels.subList(1, 3)), "what belongs together goes in together or not at all");
        assertEquals(1, halfFull.parcels());
        Lanes little = new Lanes(server.limits(), 100, parcels.get(0).bytes());
        assertTrue(little.offer(parcels.subList(0, 1)));
        assertFalse(little.offer(parcels.subList(1, 2)));
        Lanes tiny = new Lanes(server.limits(), 100, 1);
        assertTrue(tiny.offer(parcels.subList(0, 1)), "what is larger than all that there is goes alone");
    }

    /** Against whatever comes, in whatever order calls return. */
    @Property(tries = 500)
    void keepsTheOrderOfEveryChannelAndForgetsNothing(@ForAll Random random, @ForAll ServerProfile profile) {
        HeldServer any = new HeldServer(1, profile);
        Lanes some = new Lanes(any.limits(), Integer.MAX_VALUE, Long.MAX_VALUE);
        List<Parcel> offered = new ArrayList<>();
        List<Lanes.Load> underWay = new ArrayList<>();
        List<Parcel> returned = new ArrayList<>();
        for (int step = 0; step < 300 || !underWay.isEmpty() || some.parcels() > 0; step++) {
            if (step < 300 && random.nextInt(3) > 0) {
                Shipment shipment = shipment(random, any);
                shipment.byEvent().forEach(event -> assertTrue(some.offer(event)));
                shipment.byEvent().forEach(offered::addAll);
            } else if (!underWay.isEmpty() && random.nextBoolean()) {
                Lanes.Load back = underWay.remove(random.nextInt(underWay.size()));
                returned.addAll(back.parcels());
                some.release(back);
            } else {
                some.take().ifPresent(load -> {
                    assertFits(load, any);
                    underWay.forEach(other -> assertNothingInCommon(load, other));
                    underWay.add(load);
                });
            }
        }
        assertEquals(new HashSet<>(offered), new HashSet<>(returned));
        assertEquals(offered.size(), returned.size());
        assertEquals(byLane(offered), byLane(returned));
        assertEquals(0, some.bytes());
    }

    private static Shipment shipment(Random random, HeldServer server) {
        Event[] events = new Event[1 + random.nextInt(4)];
        for (int i = 0; i < events.length; i++) {
            String[] channels = new String[random.nextInt(4) == 0 ? 1 + random.nextInt(3) : 1];
            Arrays.setAll(channels, c -> "c" + random.nextInt(6));
            events[i] = event("e", channels);
        }
        return new Shipment(
                List.of(events),
                random.nextInt(4) == 0,
                server,
                new Deadline(Duration.ofSeconds(8), System::nanoTime),
                SpanContext.getInvalid());
    }

    private static void assertFits(Lanes.Load load, HeldServer server) {
        assertTrue(load.parcels().size() <= server.limits().events());
        // Throws if it is none that can be made.
        Call call = new Call(load.parcels().stream().map(Parcel::part).toList());
        int size = call.parts().stream().mapToInt(server::bodyBytes).sum();
        assertTrue(size <= server.limits().bodyBytes());
    }

    private static void assertNothingInCommon(Lanes.Load one, Lanes.Load other) {
        Set<Object> used = new HashSet<>();
        one.parcels().forEach(parcel -> used.addAll(parcel.lanes()));
        other.parcels().forEach(parcel -> parcel.lanes().forEach(lane -> assertFalse(used.contains(lane))));
    }

    private static Map<Object, List<Parcel>> byLane(List<Parcel> parcels) {
        Map<Object, List<Parcel>> lanes = new HashMap<>();
        parcels.forEach(parcel -> parcel.lanes().forEach(lane -> lanes.computeIfAbsent(lane, none -> new ArrayList<>())
                .add(parcel)));
        return lanes;
    }

    private void put(boolean ordered, Event... events) {
        var unused = offer(ordered, events);
    }

    private List<Parcel> offer(boolean ordered, Event... events) {
        List<Parcel> parcels = shipment(ordered, events);
        assertTrue(lanes.offer(parcels));
        return parcels;
    }

    private List<Parcel> shipment(boolean ordered, Event... events) {
        return new Shipment(
                        List.of(events),
                        ordered,
                        server,
                        new Deadline(Duration.ofSeconds(8), System::nanoTime),
                        SpanContext.getInvalid())
                .byEvent().stream().flatMap(List::stream).toList();
    }

    private static Event event(String name, String... channels) {
        return HeldServer.event(name, channels);
    }

    private static List<String> names(Optional<Lanes.Load> load) {
        return load.orElseThrow().parcels().stream()
                .map(parcel -> parcel.part().event().name().value())
                .toList();
    }
}
