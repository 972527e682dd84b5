package dev.usher.channel;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.usher.Vectors;
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
        return Vectors.mustReject("socket_id");
    }

    @ParameterizedTest
    @MethodSource
    void refusesAChannelName(String input) {
        assertThrows(InvalidNameException.class, () -> new ChannelName(input));
    }

    static Stream<String> refusesAChannelName() {
        return Vectors.mustReject("channel_name");
    }

    @ParameterizedTest
    @MethodSource
    void refusesAUserId(String input) {
        assertThrows(InvalidNameException.class, () -> new UserId(input));
    }

    static Stream<String> refusesAUserId() {
        return Vectors.mustReject("user_id");
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
}
