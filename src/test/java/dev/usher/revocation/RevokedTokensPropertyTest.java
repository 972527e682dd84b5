package dev.usher.revocation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.usher.identity.VerifiedToken;
import dev.usher.policy.Caller;
import dev.usher.policy.Claims;
import dev.usher.testing.SettableClock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** However revocations follow each other, a token is refused if and only if one of them refuses it. */
class RevokedTokensPropertyTest {

    private static final Instant START = Instant.parse("2033-05-18T03:33:20Z");

    @Property
    void refusesWhatOneOfThemRefusesAndNothingElse(
            @ForAll("revocations") List<Revocation> revocations, @ForAll("token") VerifiedToken token) {
        SettableClock clock = new SettableClock(START);
        RevokedTokens tokens = new RevokedTokens(clock);
        revocations.forEach(tokens::learn);

        for (int second = 0; second < 8; second++) {
            Instant now = START.plusSeconds(second);
            clock.set(now);
            tokens.forgetOver();
            boolean expected = revocations.stream().anyMatch(each -> each.refuses(token, now));
            assertEquals(expected, tokens.isRevoked(token), () -> tokens.held() + " at " + now);
        }
    }

    @Provide
    Arbitrary<List<Revocation>> revocations() {
        Arbitrary<Target> users =
                Combinators.combine(names(), times().optional()).as(Target.User::new);
        Arbitrary<Target> ids = Combinators.combine(names(), names().optional()).as(Target.Token::new);
        return Combinators.combine(Arbitraries.oneOf(users, ids), times())
                .as(Revocation::new)
                .list()
                .ofMaxSize(12);
    }

    @Provide
    Arbitrary<VerifiedToken> token() {
        return Combinators.combine(names(), names().optional(), names().optional(), times().optional(), times())
                .as((subject, id, issuer, issuedAt, expiresAt) -> new VerifiedToken(
                        new Caller(
                                subject,
                                Set.of(),
                                new Claims(issuer.<Map<String, ?>>map(iss -> Map.of("iss", iss))
                                        .orElse(Map.of()))),
                        id,
                        issuedAt,
                        expiresAt));
    }

    private static Arbitrary<String> names() {
        return Arbitraries.of("a", "b");
    }

    private static Arbitrary<Instant> times() {
        return Arbitraries.integers().between(1, 6).map(START::plusSeconds);
    }
}
