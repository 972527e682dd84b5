package dev.usher.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.channel.Destination;
import dev.usher.upstream.ServerProfile;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Every destination of an event is in one of its parts, and each of these is what the server takes. */
class SplitterTest {

    @Property
    void sendsToEachDestinationOnceAndToNoneMoreThanTheServerTakes(
            @ForAll("channels") List<String> channels, @ForAll ServerProfile profile) {
        HeldServer server = new HeldServer(1, profile);
        var event = HeldServer.event("e", channels.toArray(String[]::new));
        List<Part> parts = new Splitter(server).split(event);
        List<Destination> sent =
                parts.stream().flatMap(part -> part.destinations().stream()).toList();
        assertEquals(event.destinations().size(), sent.size());
        assertEquals(new HashSet<>(event.destinations()), new HashSet<>(sent));
        for (Part part : parts) {
            assertTrue(part.destinations().size() <= server.limits().channels());
            assertTrue(server.bodyBytes(part) <= server.limits().bodyBytes());
            assertTrue(part.isSingle() || part.destinations().stream().noneMatch(Destination::isEncrypted));
        }
    }

    @Test
    void partsAThousandChannelsIntoTen() {
        String[] channels = IntStream.range(0, 1000).mapToObj(i -> "c" + i).toArray(String[]::new);
        assertEquals(
                10,
                new Splitter(new HeldServer(1))
                        .split(HeldServer.event("e", channels))
                        .size());
    }

    @Provide
    Arbitrary<List<String>> channels() {
        return Arbitraries.of("private-encrypted-", "private-", "", "#server-to-user-", "presence-")
                .flatMap(kind ->
                        Arbitraries.integers().between(0, 150).map(number -> kind + "x".repeat(number % 100) + number))
                .list()
                .ofMinSize(1)
                .ofMaxSize(300);
    }
}
