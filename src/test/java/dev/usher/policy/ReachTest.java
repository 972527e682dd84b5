package dev.usher.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.channel.ChannelName;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class ReachTest {

    private static final ChannelPolicy POLICY = new ChannelPolicy(List.of(
            rule("own", Set.of(), "private-user-{sub}", "private-encrypted-user-{sub}"),
            rule("pair", Set.of(), "presence-{teams}=.{teams}"),
            rule("open", Set.of("clerk"), "private-orders-*", "private-tenant-{org.id}=.*"),
            new Rule("backend", List.of(ChannelPattern.compile("*")), Set.of(Action.PUBLISH), Set.of())));

    @Test
    void namesChannelsOnceForEachCombinationOfValues() {
        Caller caller = caller(Map.of("sub", "42", "teams", List.of("a", "b")));

        Reach reach = POLICY.reach(caller, Action.SUBSCRIBE);

        assertEquals(
                List.of(
                        "private-user-42",
                        "private-encrypted-user-42",
                        "presence-a=.a",
                        "presence-a=.b",
                        "presence-b=.a",
                        "presence-b=.b"),
                reach.names());
        assertEquals(List.of(), reach.patterns());
        assertTrue(reach.complete());
    }

    @Test
    void leavesWildcardsAsTheyAreAndFillsInTheRest() {
        Caller caller =
                new Caller("42", Set.of("clerk"), new Claims(Map.of("sub", "42", "org", Map.of("id", "acme|1"))));

        assertEquals(
                List.of("private-orders-*", "private-tenant-acme=7C1=.*"),
                POLICY.reach(caller, Action.SUBSCRIBE).patterns());
        assertEquals(List.of("*"), POLICY.reach(caller, Action.PUBLISH).patterns());
    }

    @Test
    void stopsWhereAMillionNamesWouldBeFilledIn() {
        List<String> many =
                IntStream.range(0, 1_000).mapToObj(Integer::toString).toList();

        Reach reach = POLICY.reach(caller(Map.of("sub", "42", "teams", many)), Action.SUBSCRIBE);

        assertEquals(Reach.MAX_ENTRIES, reach.names().size());
        assertEquals(false, reach.complete());
    }

    @Test
    void givesUpWhereNoneOfMillionsOfCombinationsIsAName() {
        List<String> long60 =
                IntStream.range(0, 400).mapToObj(i -> i + "x".repeat(60)).toList();
        ChannelPolicy triple = new ChannelPolicy(List.of(rule("triple", Set.of(), "private-{a}=.{b}=.{c}")));
        Caller caller = caller(Map.of("sub", "42", "a", long60, "b", long60, "c", long60));

        Reach reach = triple.reach(caller, Action.SUBSCRIBE);

        assertEquals(List.of(), reach.names());
        assertEquals(false, reach.complete());
    }

    @Test
    void fillsInNoMoreThanIsAskedFor() {
        List<String> many = IntStream.range(0, 400).mapToObj(Integer::toString).toList();
        ChannelPattern triple = ChannelPattern.compile("private-{a}=.{b}=.{c}");
        Claims claims = new Claims(Map.of("a", many, "b", many, "c", many));
        Filling filling = new Filling(10);

        triple.fillIn(claims, filling);

        assertEquals(10, filling.toReach().names().size());
        assertEquals(false, filling.toReach().complete());
        assertTrue(filling.steps() < 2_000, () -> filling.steps() + " steps");
    }

    @Test
    void namesPatternsHoweverManyNamesThereAre() {
        ChannelPolicy both = new ChannelPolicy(
                List.of(rule("team", Set.of(), "presence-team-{teams}"), rule("orders", Set.of(), "private-orders-*")));
        List<String> teams =
                IntStream.range(0, 1_001).mapToObj(Integer::toString).toList();

        Reach reach = both.reach(caller(Map.of("sub", "42", "teams", teams)), Action.SUBSCRIBE);

        assertEquals(Reach.MAX_ENTRIES, reach.names().size());
        assertEquals(List.of("private-orders-*"), reach.patterns());
        assertEquals(false, reach.complete());
    }

    @Test
    void deniesNobodyOnlyBecauseAnotherRuleIsLaborious() {
        List<String> many =
                IntStream.range(0, 400).mapToObj(i -> i + "x".repeat(90)).toList();
        ChannelPolicy laborious = new ChannelPolicy(
                List.of(rule("laborious", Set.of(), "private-{a}=.{a}=.{a}"), rule("open", Set.of(), "*")));

        assertTrue(laborious.allowsAny(caller(Map.of("sub", "42", "a", many)), Action.SUBSCRIBE));
    }

    @Test
    void knowsWhetherThereIsAnyChannelAtAll() {
        Caller clerk = new Caller("42", Set.of("clerk"), new Claims(Map.of("sub", "42")));
        ChannelPolicy team = new ChannelPolicy(List.of(rule("team", Set.of(), "private-team-{teams}")));

        assertTrue(POLICY.allowsAny(clerk, Action.SUBSCRIBE));
        assertTrue(team.allowsAny(caller(Map.of("sub", "42", "teams", List.of("a"))), Action.SUBSCRIBE));
        assertEquals(false, team.allowsAny(clerk, Action.SUBSCRIBE));
        assertEquals(false, team.allowsAny(clerk, Action.PUBLISH));
    }

    @Property
    void namesNothingThatThePolicyWouldDeny(
            @ForAll @StringLength(min = 1, max = 180) String sub,
            @ForAll @Size(max = 3) List<@StringLength(max = 90) String> teams) {
        if (sub.isBlank()) {
            return;
        }
        Caller caller = caller(Map.of("sub", sub, "teams", teams));
        for (String name : POLICY.reach(caller, Action.SUBSCRIBE).names()) {
            assertInstanceOf(
                    Decision.Allowed.class, POLICY.decide(caller, Action.SUBSCRIBE, new ChannelName(name)), name);
        }
    }

    private static Caller caller(Map<String, ?> claims) {
        return new Caller(String.valueOf(claims.get("sub")), Set.of(), new Claims(claims));
    }

    private static Rule rule(String name, Set<String> roles, String... patterns) {
        return new Rule(
                name, Arrays.stream(patterns).map(ChannelPattern::compile).toList(), Set.of(Action.SUBSCRIBE), roles);
    }
}
