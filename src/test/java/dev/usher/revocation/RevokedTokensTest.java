package dev.usher.revocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.identity.VerifiedToken;
import dev.usher.policy.Caller;
import dev.usher.policy.Claims;
import dev.usher.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is refused, what is not, and for how long. */
class RevokedTokensTest {

    private static final Instant NOW = Instant.parse("2033-05-18T03:33:20Z");
    private static final Instant NEXT_DAY = NOW.plus(Duration.ofDays(1));

    private final SettableClock clock = new SettableClock(NOW);
    private final RevokedTokens tokens = new RevokedTokens(clock);

    @Test
    void refusesNothingAtFirst() {
        assertFalse(tokens.isRevoked(token("42").get()));
    }

    @Test
    void refusesAllTokensOfAUserAndThoseIssuedLater() {
        revokeUser("42", NOW.plusSeconds(60));

        assertTrue(tokens.isRevoked(token("42").get()));
        assertTrue(tokens.isRevoked(token("42").issuedAt(NOW.plusSeconds(30)).get()));
        assertFalse(tokens.isRevoked(token("4").get()));
        assertFalse(tokens.isRevoked(token("421").get()));
    }

    @Test
    void believesAgainFromThatMomentOn() {
        revokeUser("42", NOW.plusSeconds(60));

        clock.set(NOW.plusMillis(59_999));
        assertTrue(tokens.isRevoked(token("42").get()));
        clock.set(NOW.plusSeconds(60));
        assertFalse(tokens.isRevoked(token("42").get()));
    }

    @Test
    void doesNotBelieveForALittleWhatEndedWithItsRevocation() {
        Instant end = NOW.plusSeconds(60);
        tokens.learn(new Revocation(new Target.Token("a", Optional.empty()), end));

        clock.set(end.plusSeconds(30));
        assertTrue(tokens.isRevoked(token("42").id("a").expiresAt(end).get()));
        assertFalse(tokens.isRevoked(
                token("42").id("a").expiresAt(end.plusSeconds(1)).get()));
    }

    @Test
    void letsInWhoLogsInAgain() {
        tokens.learn(new Revocation(new Target.User("42", Optional.of(NOW)), NEXT_DAY));

        assertTrue(tokens.isRevoked(token("42").issuedAt(NOW.minusSeconds(1)).get()));
        assertFalse(tokens.isRevoked(token("42").issuedAt(NOW).get()));
        assertTrue(tokens.isRevoked(token("42").get()), "a token that does not say when it was issued");
    }

    @Test
    void refusesTheOneToken() {
        tokens.learn(new Revocation(new Target.Token("a", Optional.empty()), NEXT_DAY));

        assertTrue(tokens.isRevoked(token("42").id("a").get()));
        assertTrue(tokens.isRevoked(token("43").id("a").get()));
        assertFalse(tokens.isRevoked(token("42").id("b").get()));
        assertFalse(tokens.isRevoked(token("42").get()));
        assertFalse(tokens.isRevoked(token("a").get()), "a user of that name");
    }

    @Test
    void tellsTheIssuersOfATokenIdApart() {
        tokens.learn(new Revocation(new Target.Token("a", Optional.of("https://one")), NEXT_DAY));

        assertTrue(tokens.isRevoked(token("42").id("a").issuer("https://one").get()));
        assertFalse(tokens.isRevoked(token("42").id("a").issuer("https://two").get()));
        assertFalse(tokens.isRevoked(token("42").id("a").get()));
    }

    @Test
    void neitherShortensNorNarrows() {
        Revocation first = user("42", NEXT_DAY);
        tokens.learn(first);
        Revocation shorter = user("42", NOW.plusSeconds(1));
        tokens.learn(shorter);
        Revocation narrower = new Revocation(new Target.User("42", Optional.of(NOW)), NEXT_DAY);
        tokens.learn(narrower);

        clock.advance(Duration.ofHours(1));
        assertTrue(tokens.isRevoked(token("42").issuedAt(NOW.plusSeconds(60)).get()));
        assertEquals(1, tokens.size());
        assertEquals(first, tokens.holding(shorter));
        assertEquals(first, tokens.holding(narrower));
    }

    @Test
    void keepsAShortAndWideOneBesideALongAndNarrowOne() {
        revokeUser("42", NOW.plusSeconds(60));
        tokens.learn(new Revocation(new Target.User("42", Optional.of(NOW)), NEXT_DAY));
        VerifiedToken again = token("42").issuedAt(NOW.plusSeconds(1)).get();

        assertTrue(tokens.isRevoked(again));
        clock.advance(Duration.ofSeconds(60));
        assertFalse(tokens.isRevoked(again));
        assertTrue(tokens.isRevoked(token("42").issuedAt(NOW.minusSeconds(1)).get()));
    }

    @Test
    void forgetsWhatIsOver() {
        revokeUser("42", NOW.plusSeconds(60));
        revokeUser("43", NEXT_DAY);
        clock.set(NOW.plusSeconds(60).plus(Revocation.AFTERMATH));

        tokens.forgetOver();

        assertEquals(1, tokens.size());
        assertTrue(tokens.isRevoked(token("43").expiresAt(NEXT_DAY).get()));
    }

    @Test
    void hasRoomAgainWhenSomethingIsOver() {
        String name = "x".repeat(RevocationRequest.MAX_TEXT - 8);
        int many = 0;
        Revocation next = user(name + many, NOW.plusSeconds(60));
        while (tokens.hasRoomFor(next)) {
            tokens.learn(next);
            many++;
            next = user(name + many, NOW.plusSeconds(60));
        }
        assertEquals(many, tokens.size());
        assertTrue(many > 900, "has room for " + many);
        assertTrue(tokens.isRevoked(token(name + 0).get()), "the first is still there");

        clock.set(NOW.plusSeconds(60).plus(Revocation.AFTERMATH));
        assertTrue(tokens.hasRoomFor(next));
        assertEquals(0, tokens.size());
    }

    @Test
    void holdsAHundredThousandOfOrdinarySize() {
        String uuid = "8f14e45f-ceea-467f-9d7e-0a1b2c3d4e5f";
        Revocation one = new Revocation(new Target.User(uuid, Optional.empty()), NEXT_DAY);
        assertTrue(100_000L * one.weight() <= RevokedTokens.MAX_BYTES);
    }

    private void revokeUser(String subject, Instant until) {
        tokens.learn(user(subject, until));
    }

    private static Revocation user(String subject, Instant until) {
        return new Revocation(new Target.User(subject, Optional.empty()), until);
    }

    private static TokenBuilder token(String subject) {
        return new TokenBuilder(subject, Optional.empty(), Optional.empty(), Optional.empty(), NEXT_DAY.plusSeconds(1));
    }

    private record TokenBuilder(
            String subject,
            Optional<String> id,
            Optional<String> issuer,
            Optional<Instant> issuedAt,
            Instant expiresAt) {

        TokenBuilder id(String other) {
            return new TokenBuilder(subject, Optional.of(other), issuer, issuedAt, expiresAt);
        }

        TokenBuilder issuer(String other) {
            return new TokenBuilder(subject, id, Optional.of(other), issuedAt, expiresAt);
        }

        TokenBuilder issuedAt(Instant other) {
            return new TokenBuilder(subject, id, issuer, Optional.of(other), expiresAt);
        }

        TokenBuilder expiresAt(Instant other) {
            return new TokenBuilder(subject, id, issuer, issuedAt, other);
        }

        VerifiedToken get() {
            Map<String, ?> claims =
                    Map.of("sub", subject, "iss", issuer.map(List::of).orElse(List.of()));
            return new VerifiedToken(new Caller(subject, Set.of(), new Claims(claims)), id, issuedAt, expiresAt);
        }
    }
}
