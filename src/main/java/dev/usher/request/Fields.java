package dev.usher.request;

import dev.usher.channel.InvalidNameException;
import dev.usher.problem.Problem;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The named texts of a request, whatever they were written as. Fields that nobody asks for are ignored. */
public interface Fields {

    /**
     * The text of a field, or empty if the request does not have the field.
     *
     * @throws dev.usher.problem.ProblemException if the field is there but is no text, or is there twice
     */
    Optional<String> text(String field);

    /**
     * The value of a field that must be there.
     *
     * @param type makes the value of its text, or throws an {@link InvalidNameException}
     * @throws dev.usher.problem.ProblemException if the field is missing or its text is no such value
     */
    default <T> T required(String field, Function<String, T> type) {
        return optional(field, type)
                .orElseThrow(() -> Problem.ofField(field, "is missing").asException());
    }

    /** The value of a field that may be left out. */
    default <T> Optional<T> optional(String field, Function<String, T> type) {
        return text(field).map(text -> parse(field, text, type));
    }

    /**
     * The values of a field that is a list: in JSON an array, in a form fields with an index, {@code channel_name[0]},
     * {@code channel_name[1]} and so on. Empty if the request has no such field, or has it as a single text. An element
     * is named by its place, such as {@code channel_name[3]}.
     *
     * @throws dev.usher.problem.ProblemException if there are fewer or more elements than asked for, or one of them is
     *     no such value
     */
    <T> Optional<List<T>> list(String field, int minLength, int maxLength, Function<String, T> type);

    /** Refuses a list that is too short or too long. */
    static void checkLength(String field, int length, int min, int max) {
        if (length < min || length > max) {
            throw Problem.ofField(field, "has %d elements (expected: %d to %d)".formatted(length, min, max))
                    .asException();
        }
    }

    /** Makes a value of a field's text, and a problem of a text that has no value. */
    static <T> T parse(String field, String text, Function<String, T> type) {
        try {
            return type.apply(text);
        } catch (InvalidNameException e) {
            throw Problem.ofField(field, e.reason()).asException();
        }
    }
}
