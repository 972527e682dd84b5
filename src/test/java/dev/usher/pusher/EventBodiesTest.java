package dev.usher.pusher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.usher.channel.ChannelAttribute;
import dev.usher.channel.ChannelName;
import dev.usher.channel.Destination;
import dev.usher.channel.EventName;
import dev.usher.channel.SocketId;
import dev.usher.delivery.Call;
import dev.usher.delivery.Part;
import dev.usher.publish.Event;
import dev.usher.publish.EventData;
import dev.usher.testing.Vectors;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The bodies are those of the protocol's vectors. */
final class EventBodiesTest {

    private static final JsonMapper JSON = new JsonMapper();

    private final EventBodies bodies = new EventBodies(Optional.of(new Encryption(EncryptionTest.MASTER_KEY)));

    @ParameterizedTest
    @MethodSource("vectors")
    void saysWhatTheVectorSays(JsonNode vector) throws Exception {
        JsonNode expected = JSON.readTree(vector.path("input").path("body").asText());
        assertEquals(expected, JSON.readTree(bodies.of(call(expected))));
    }

    @Test
    void encryptsWhatTheVectorEncrypts() throws Exception {
        JsonNode vector = Vectors.of("http_request")
                .filter(request -> request.path("id").asText().equals("http-events-encrypted"))
                .findFirst()
                .orElseThrow();
        JsonNode expected = JSON.readTree(vector.path("input").path("body").asText());
        String text = Vectors.of("secretbox")
                .filter(box -> box.path("expected_event_data").equals(expected.path("data")))
                .findFirst()
                .orElseThrow()
                .path("input")
                .path("plaintext")
                .asText();
        JsonNode body = JSON.readTree(bodies.of(call(TestEvents.event("entry", text, "private-encrypted-ledger"))));
        assertEquals(expected.path("channels"), body.path("channels"));
        assertEquals(expected.size(), body.size());
        assertEquals(
                text,
                EncryptionTest.open(
                        EncryptionTest.MASTER_KEY.sharedSecret(new ChannelName("private-encrypted-ledger")),
                        JSON.readTree(body.path("data").asText())));
    }

    @Test
    void leavesTheEventAsItIs() {
        Event event = TestEvents.event("e", "x", "private-encrypted-ledger");
        String once = bodies.of(call(event));
        String again = bodies.of(call(event));
        // Not encrypted twice, which would make it longer; and not the same, since it has another nonce.
        assertEquals(once.length(), again.length());
        assertNotEquals(once, again);
        assertEquals("x", event.data().text());
    }

    @ParameterizedTest
    @MethodSource("texts")
    void foretellsItsSize(String text) {
        for (String channel : List.of("news", "private-encrypted-ledger")) {
            Part part = new Part(TestEvents.event("e", text, channel), List.of(Destination.of(channel)));
            assertEquals(
                    bodies.of(new Call(List.of(part))).getBytes(StandardCharsets.UTF_8).length, bodies.bytes(part));
        }
    }

    static Stream<JsonNode> vectors() {
        return Vectors.of("http_request")
                .filter(vector -> vector.path("input").path("body").asText().contains("\"name\""))
                .filter(vector -> !vector.path("id").asText().endsWith("encrypted"));
    }

    static Stream<String> texts() {
        return Stream.of("", "x", "{\"a\":\"\\\"\"}", "Zoë 東京 🚀", "\u0001\u2028<&'>", "\n\t\\");
    }

    private static Call call(JsonNode body) {
        if (!body.has("batch")) {
            return call(event(body));
        }
        List<Part> parts = new ArrayList<>();
        body.path("batch").forEach(json -> {
            Event event = event(json);
            parts.add(new Part(event, event.destinations()));
        });
        return new Call(parts);
    }

    private static Call call(Event event) {
        return new Call(List.of(new Part(event, event.destinations())));
    }

    private static Event event(JsonNode body) {
        List<Destination> destinations = new ArrayList<>();
        body.path("channels").forEach(name -> destinations.add(Destination.of(name.asText())));
        if (body.has("channel")) {
            destinations.add(Destination.of(body.path("channel").asText()));
        }
        return new Event(
                new EventName(body.path("name").asText()),
                new EventData(body.path("data").asText()),
                destinations,
                Optional.ofNullable(body.get("socket_id")).map(JsonNode::asText).map(SocketId::new),
                body.has("info")
                        ? ChannelAttribute.parse(body.path("info").asText(), ChannelAttribute.COUNTS)
                        : Set.of());
    }
}
