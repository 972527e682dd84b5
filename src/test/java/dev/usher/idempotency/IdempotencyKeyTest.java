package dev.usher.idempotency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.usher.problem.ProblemException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyKeyTest {

    @ParameterizedTest
    @MethodSource("keys")
    void isTheSameWithQuotesAndWithout(String header, String key) {
        assertEquals(Optional.of(new IdempotencyKey(key)), IdempotencyKey.parse(List.of(header)));
    }

    static Stream<Arguments> keys() {
        return Stream.of(
                arguments("8e03978e-40d5-43dd-bc93-6894a57f9324", "8e03978e-40d5-43dd-bc93-6894a57f9324"),
                arguments("\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", "8e03978e-40d5-43dd-bc93-6894a57f9324"),
                arguments("order:7/shipped#1", "order:7/shipped#1"),
                arguments("YWJj+/==", "YWJj+/=="),
                arguments("  a\t", "a"),
                arguments("\"a, b; c\"", "a, b; c"),
                arguments("\"a\\\"b\\\\c\"", "a\"b\\c"),
                arguments("\" \"", " "),
                arguments("x".repeat(255), "x".repeat(255)),
                arguments("\"" + "\\\"".repeat(255) + "\"", "\"".repeat(255)));
    }

    @Test
    void isNotThereWithoutTheHeader() {
        assertEquals(Optional.empty(), IdempotencyKey.parse(List.of()));
    }

    @ParameterizedTest
    @MethodSource("noKeys")
    void isNoneOfThese(List<String> headers) {
        ProblemException refused = assertThrows(ProblemException.class, () -> IdempotencyKey.parse(headers));
        assertEquals(400, refused.problem().type().status());
        assertEquals("Idempotency-Key", refused.problem().members().get("field"));
    }

    static Stream<List<String>> noKeys() {
        return Stream.of(
                List.of(""),
                List.of(" "),
                List.of("\"\""),
                List.of("\"a"),
                List.of("a\""),
                List.of("\""),
                List.of("\"a\"b\""),
                List.of("\"a\\b\""),
                List.of("\"a\";q=1"),
                List.of("a;q=1"),
                List.of("a, b"),
                List.of("\"a\", \"b\""),
                List.of("a b"),
                List.of("a\\b"),
                List.of("\"a\tb\""),
                List.of("Zoë"),
                List.of("\"Zoë\""),
                List.of("a\u007F"),
                List.of("x".repeat(256)),
                List.of("\"" + "x".repeat(256) + "\""),
                List.of("\"" + "\\\"".repeat(4000) + "\""),
                List.of("a", "a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "é", "a\n"})
    void doesNotShowWhatWasGiven(String value) {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> new IdempotencyKey(value));
        assertFalse(String.valueOf(refused.getMessage()).contains("é"));
        assertFalse(new IdempotencyKey("secret").toString().contains("secret"));
    }
}
