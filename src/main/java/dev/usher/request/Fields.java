package dev.usher.request;

import dev.usher.channel.InvalidNameException;
import dev.usher.problem.Problem;
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

    /** Makes a value of a field's text, and a problem of a text that has no value. */
    static <T> T parse(String field, String text, Function<String, T> type) {
        try {
            return type.apply(text);
        } catch (InvalidNameException e) {
            throw Problem.ofField(field, e.reason()).asException();
        }
    }
}
