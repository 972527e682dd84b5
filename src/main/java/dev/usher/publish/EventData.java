package dev.usher.publish;

import com.fasterxml.jackson.databind.JsonNode;
import dev.usher.problem.Problem;
import dev.usher.problem.ProblemType;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * What an event carries: a text, which by convention is JSON.
 *
 * @see <a href="https://pusher.com/docs/channels/library_auth_reference/rest-api/#post-event-trigger-an-event">The
 *     HTTP API, POST event</a>
 */
public record EventData(String text) {

    /** In bytes of UTF-8. Pusher's own limit on shared clusters; over it, Pusher answers 413. */
    public static final int MAX_BYTES = 10 * 1024;

    /**
     * @throws dev.usher.problem.ProblemException if the text is larger than {@value #MAX_BYTES} bytes, or has no UTF-8
     *     form
     */
    public EventData {
        int size = size(text);
        if (size > MAX_BYTES) {
            throw Problem.of(
                            ProblemType.TOO_LARGE,
                            "data: has %d bytes (expected: at most %d)".formatted(size, MAX_BYTES))
                    .with("field", "data")
                    .with("size", size)
                    .with("limit", MAX_BYTES)
                    .asException();
        }
    }

    /** How large it is, in bytes of UTF-8. */
    int size() {
        return size(text);
    }

    private static int size(String text) {
        try {
            return StandardCharsets.UTF_8
                    .newEncoder()
                    .encode(CharBuffer.wrap(text))
                    .remaining();
        } catch (CharacterCodingException e) {
            // It would go out with a question mark in that place.
            throw Problem.ofField("data", "holds half of a surrogate pair").asException();
        }
    }

    /** A string goes out as it is, anything else as its JSON: the one rule that all of Pusher's clients decode. */
    static EventData of(JsonNode value) {
        return new EventData(value.isTextual() ? value.textValue() : value.toString());
    }
}
