package dev.usher.publish;

import com.fasterxml.jackson.databind.JsonNode;
import dev.usher.channel.Utf8;
import dev.usher.problem.Problem;

/**
 * What an event carries: a text, which by convention is JSON.
 *
 * @param text as subscribers get it
 * @param size in bytes of UTF-8
 * @see <a href="https://pusher.com/docs/channels/library_auth_reference/rest-api/#post-event-trigger-an-event">The
 *     HTTP API, POST event</a>
 */
public record EventData(String text, int size) {

    /** @throws dev.usher.problem.ProblemException if the text has no UTF-8 form */
    public EventData(String text) {
        this(text, size(text));
    }

    private static int size(String text) {
        // It would go out with a question mark in that place.
        return Utf8.length(text).orElseThrow(() -> Problem.ofField("data", "holds half of a surrogate pair")
                .asException());
    }

    /** A string goes out as it is, anything else as its JSON: the one rule that all of Pusher's clients decode. */
    public static EventData of(JsonNode value) {
        return new EventData(value.isTextual() ? value.textValue() : value.toString());
    }
}
