package dev.usher.publish;

import com.fasterxml.jackson.databind.JsonNode;
import dev.usher.problem.Problem;
import dev.usher.problem.ProblemType;
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

    /** @throws dev.usher.problem.ProblemException if the text is larger than {@value #MAX_BYTES} bytes */
    public EventData {
        int size = text.getBytes(StandardCharsets.UTF_8).length;
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

    /** A string goes out as it is, anything else as its JSON: the one rule that all of Pusher's clients decode. */
    static EventData of(JsonNode value) {
        return new EventData(value.isTextual() ? value.textValue() : value.toString());
    }
}
