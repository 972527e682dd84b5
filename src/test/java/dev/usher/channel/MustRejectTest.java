package dev.usher.channel;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.usher.testing.Vectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Inputs by which one signature would turn into another never become names. */
class MustRejectTest {

    @ParameterizedTest
    @MethodSource
    void refusesASocketId(String input) {
        assertThrows(InvalidNameException.class, () -> new SocketId(input));
    }

    static Stream<String> refusesASocketId() {
        return texts("socket_id");
    }

    @ParameterizedTest
    @MethodSource
    void refusesAChannelName(String input) {
        assertThrows(InvalidNameException.class, () -> new ChannelName(input));
    }

    static Stream<String> refusesAChannelName() {
        return texts("channel_name");
    }

    @ParameterizedTest
    @MethodSource
    void refusesAUserId(String input) {
        assertThrows(InvalidNameException.class, () -> new UserId(input));
    }

    static Stream<String> refusesAUserId() {
        return texts("user_id");
    }

    @ParameterizedTest
    @MethodSource
    void refusesWhatCollidesWithASignatureOfAnotherKind(JsonNode collision) {
        String socketId = collision.get("socket_id").asText();
        String channel = collision.get("channel_name").asText();
        assertThrows(InvalidNameException.class, () -> {
            var unused = new SocketId(socketId) + ":" + new ChannelName(channel);
        });
    }

    static Stream<JsonNode> refusesWhatCollidesWithASignatureOfAnotherKind() {
        return Vectors.collisions();
    }

    @Test
    void tablesAreNotEmpty() {
        assertAll(
                () -> assertTrue(Vectors.mustReject("socket_id").count() > 10),
                () -> assertTrue(Vectors.mustReject("channel_name").count() > 10),
                () -> assertTrue(Vectors.mustReject("user_id").count() > 5),
                () -> assertTrue(Vectors.collisions().count() > 5));
    }

    /** The texts among them; what is no text in JSON cannot reach a type of ours. */
    private static Stream<String> texts(String input) {
        return Vectors.mustReject(input).filter(JsonNode::isTextual).map(JsonNode::textValue);
    }
}
