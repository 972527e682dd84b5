package dev.usher.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.channel.Alphabet;
import dev.usher.channel.ChannelName;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** That no pattern which Usher accepts lets one user into what belongs to another, whatever users are called. */
final class ChannelPatternPropertyTest {

    /** Few characters, and those that separators and encodings are made of, so that collisions would be found. */
    private static final char[] TRICKY = {'1', '2', '-', '=', '.', ';', '|', '7', 'C', 'é'};

    /** A channel made for one user, with anything in the place of the wildcards, is closed to every other user. */
    @Property(tries = 20_000)
    void whatIsMadeForOneUserIsClosedToOthers(
            @ForAll("patterns") String pattern,
            @ForAll("user") String owner,
            @ForAll("filling") String filling,
            @ForAll("user") String addition) {
        // The other user's id is the first one's and more: the trap that a comparison of prefixes falls into.
        String other = owner + addition;
        Optional<ChannelPattern> compiled = compile(pattern);
        Assume.that(compiled.isPresent());
        String channel =
                pattern.replace("{sub}", Alphabet.encode(owner).orElseThrow()).replace("*", filling);
        ChannelName name = new ChannelName(channel);
        assertAdmitsOnly(owner, other, compiled.get(), name);
        assertAdmitsOnly(other, owner, compiled.get(), channel(pattern, other, filling));
    }

    /** A rule with a wildcard never reaches another user's own channel, which another rule is about. */
    @Property(tries = 20_000)
    void aWildcardNeverReachesAnotherUsersOwnChannel(
            @ForAll("separators") String separator, @ForAll("user") String owner, @ForAll("user") String other) {
        Assume.that(!owner.equals(other));
        Optional<ChannelPattern> wildcard = compile("private-user-{sub}" + separator + "*");
        Assume.that(wildcard.isPresent());
        ChannelName own =
                new ChannelName("private-user-" + Alphabet.encode(owner).orElseThrow());
        assertFalse(wildcard.get().matches(own, claims(other)), () -> separator + " lets " + other + " into " + own);
    }

    /** Of any two rules that stand side by side, the one keeps from others what it gives to a user of the other. */
    @Property(tries = 20_000)
    void whatOneRuleKeepsForAUserNoOtherRuleGivesAway(
            @ForAll("heads") String head,
            @ForAll("tails") String tail,
            @ForAll("user") String owner,
            @ForAll("user") String nick) {
        ChannelPattern own = ChannelPattern.compile("private-user-{sub}");
        Optional<ChannelPattern> other = compile(head + "{nick}" + tail);
        Assume.that(other.isPresent());
        Assume.that(!other.get().reachesInto(own) && !own.reachesInto(other.get()));
        ChannelName channel =
                new ChannelName("private-user-" + Alphabet.encode(owner).orElseThrow());
        assertFalse(
                other.get().matches(channel, new Claims(Map.of("sub", "?", "nick", nick))),
                () -> head + "{nick}" + tail + " lets " + nick + " into " + channel);
    }

    @Property
    void noTwoTextsShareAnEncoding(@ForAll String one, @ForAll String other) {
        Optional<String> encoded = Alphabet.encode(one);
        Assume.that(encoded.isPresent());
        assertEquals(one.equals(other), encoded.equals(Alphabet.encode(other)));
        assertTrue(encoded.get().chars().allMatch(c -> Alphabet.contains((char) c)));
        assertEquals(0, Alphabet.marks(encoded.get()));
    }

    @Provide
    Arbitrary<String> patterns() {
        Arbitrary<String> part = Arbitraries.of("{sub}", "*", "=.", "=;", "=-", "-", ".", "1", "2", "=", "==", "7C");
        return Combinators.combine(parts(part, 3), parts(part, 3))
                .as((before, after) -> "private-" + before + "{sub}" + after);
    }

    @Provide
    Arbitrary<String> separators() {
        Arbitrary<String> beside = Arbitraries.strings().withChars("-=.;12C").ofMaxLength(3);
        return Combinators.combine(beside, Arbitraries.chars().with("-=.;12C"), beside)
                .as((before, mark, after) -> before + "=" + mark + after);
    }

    /** What a pattern may begin with, most of it close to where users have their own channels. */
    @Provide
    Arbitrary<String> heads() {
        return Arbitraries.of(
                "private-", "private-u", "private-user-", "private-user-1", "private-user-=.", "private-x");
    }

    @Provide
    Arbitrary<String> tails() {
        return Arbitraries.of("", "1", "-2", "=.", "=.*", "=.{sub}", "=.1");
    }

    @Provide
    Arbitrary<String> user() {
        Arbitrary<String> tricky =
                Arbitraries.strings().withChars(TRICKY).ofMinLength(1).ofMaxLength(5);
        return Arbitraries.oneOf(tricky, tricky.map(user -> "user-" + user), tricky.map(user -> "ser-" + user));
    }

    @Provide
    Arbitrary<String> filling() {
        return Arbitraries.strings().withChars("12-=.;7C").ofMinLength(1).ofMaxLength(6);
    }

    private static Arbitrary<String> parts(Arbitrary<String> part, int most) {
        return part.list().ofMaxSize(most).map(parts -> String.join("", parts));
    }

    private static ChannelName channel(String pattern, String user, String filling) {
        return new ChannelName(
                pattern.replace("{sub}", Alphabet.encode(user).orElseThrow()).replace("*", filling));
    }

    private static void assertAdmitsOnly(String owner, String other, ChannelPattern pattern, ChannelName channel) {
        assertTrue(pattern.matches(channel, claims(owner)), () -> owner + " is kept out of " + channel);
        assertFalse(pattern.matches(channel, claims(other)), () -> other + " is let into " + channel);
    }

    private static Claims claims(String user) {
        return new Claims(Map.of("sub", user));
    }

    private static Optional<ChannelPattern> compile(String pattern) {
        try {
            return Optional.of(ChannelPattern.compile(pattern));
        } catch (UnsafePatternException refused) {
            return Optional.empty();
        }
    }
}
