package dev.usher.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.revocation.Target;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is revoked, in the form that Redis keeps. */
class MemberTest {

    @ParameterizedTest
    @MethodSource("targets")
    void isReadAsItWasWritten(Target target) {
        String member = Member.of(target);

        assertEquals(Optional.of(target), Member.parse(member));
        assertTrue(member.chars().allMatch(c -> c >= ' ' && c < 127), member);
    }

    static Stream<Target> targets() {
        return Stream.of(
                new Target.User("42", Optional.empty()),
                new Target.User("42", Optional.of(Instant.ofEpochMilli(1_700_000_000_123L))),
                new Target.User("auth0|Zoë \uD83D\uDE00 \"'\\ \u0000\n", Optional.empty()),
                new Target.User("\uD83D", Optional.empty()),
                new Target.Token("42", Optional.empty()),
                new Target.Token("42", Optional.of("https://issuer.example.com")),
                new Target.Token("a b", Optional.of("[\"user\",\"42\"]")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "42", "[]", "[\"user\"]", "[\"group\",\"x\"]", "[\"user\",\"42\",1,2]", "{", "null"})
    void overlooksWhatAnotherVersionMayWrite(String member) {
        assertEquals(Optional.empty(), Member.parse(member));
    }
}
