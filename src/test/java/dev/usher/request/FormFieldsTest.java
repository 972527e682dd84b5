package dev.usher.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.usher.problem.ProblemException;
import dev.usher.problem.ProblemType;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What common clients do not let a test send. */
final class FormFieldsTest {

    @ParameterizedTest
    @ValueSource(strings = {"name=%", "name=%zz", "name=%4", "%=x"})
    void refusesABrokenEscape(String form) {
        assertEquals(
                ProblemType.MALFORMED_REQUEST,
                assertThrows(ProblemException.class, () -> parse(form))
                        .problem()
                        .type());
    }

    @Test
    void takesASemicolonForWhatItIs() {
        assertEquals(Optional.of("a;b=c"), parse("name=a;b=c").text("name"));
    }

    private static FormFields parse(String form) {
        return FormFields.parse(form.getBytes(StandardCharsets.UTF_8));
    }
}
