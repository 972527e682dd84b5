package dev.usher.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.usher.channel.ChannelName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** That the index finds what a look at every rule would have found, and that answers agree with each other. */
final class IndexPropertyTest {

    /** Small worlds, so that rules, callers and channels meet. */
    private static final String[] PATTERNS = {
        "private-{sub}",
        "private-a{sub}",
        "private-{sub}=.x",
        "private-{sub}=.*",
        "private-{sub}=.*=.y",
        "private-*",
        "private-a",
        "private-a*",
        "private-*=.x",
        "private-*=.{teams}",
        "presence-{teams}",
        "presence-{teams}=.x",
        "presence-a",
        "*",
        "*a",
        "*=.{sub}",
        "private-{org.id}=.{org.unit}",
        "private-{teams}=.{teams}",
        "private-{sub}=.x=.*",
        "private-{sub}=.y=.*",
        "private-*=.x=.y*",
        "private-*a*=.y",
        "news",
        "cache-*",
    };

    private static final String[] CLAIMS = {
        "sub=a", "teams=a|b", "teams=x", "teams", "org.id=a", "org.id", "plan=pro|team"
    };

    @Property(tries = 3_000)
    void decidesAsALookAtEveryRuleWould(
            @ForAll("rules") List<Rule> rules,
            @ForAll("callers") Caller caller,
            @ForAll Action action,
            @ForAll("channels") String name) {
        ChannelPolicy policy = new ChannelPolicy(rules);
        ChannelName channel = new ChannelName(name);

        Decision naive = Clause.of(rules).stream()
                .filter(clause -> clause.allows(caller, action, channel))
                .findFirst()
                .<Decision>map(clause -> new Decision.Allowed(clause.rule().name()))
                .orElse(new Decision.Denied(action, channel));

        assertEquals(naive, policy.decide(caller, action, channel));
    }

    @Property(tries = 1_000)
    void reachesAsFarAsALookAtEveryRuleWould(
            @ForAll("rules") List<Rule> rules, @ForAll("callers") Caller caller, @ForAll Action action) {
        ChannelPolicy policy = new ChannelPolicy(rules);

        Filling naive = new Filling(Reach.MAX_ENTRIES);
        Clause.of(rules).stream()
                .filter(clause -> clause.concerns(caller, action))
                .forEach(clause -> clause.pattern().fillIn(caller.claims(), naive));

        assertEquals(naive.toReach(), policy.reach(caller, action));
        assertEquals(!naive.isEmpty(), policy.allowsAny(caller, action));
    }

    /** An explanation has a reason for every other rule that would not allow it, and none for one that would. */
    @Property(tries = 1_000)
    void explainsEveryRuleAsItDecides(
            @ForAll("rules") List<Rule> rules,
            @ForAll("callers") Caller caller,
            @ForAll Action action,
            @ForAll("channels") String name) {
        ChannelPolicy policy = new ChannelPolicy(rules);
        ChannelName channel = new ChannelName(name);

        Explanation explanation = policy.explain(caller, action, channel);

        assertEquals(policy.decide(caller, action, channel), explanation.decision());
        for (Explanation.OtherRule other : explanation.others()) {
            boolean allows = Clause.of(rules).stream()
                    .filter(clause -> clause.rule().name().equals(other.rule()))
                    .anyMatch(clause -> clause.allows(caller, action, channel));
            assertEquals(allows, other.reasons().isEmpty(), other::toString);
        }
    }

    /** Whoever is let in by a rule meets what is said about who may be. */
    @Property(tries = 3_000)
    void whoeverIsAllowedIsAmongThoseWhoMayBe(
            @ForAll("rules") List<Rule> rules,
            @ForAll("callers") Caller caller,
            @ForAll Action action,
            @ForAll("channels") String name) {
        ChannelPolicy policy = new ChannelPolicy(rules);
        ChannelName channel = new ChannelName(name);
        boolean allowed = policy.decide(caller, action, channel) instanceof Decision.Allowed;
        boolean among = policy.whoMay(action, channel).stream()
                .anyMatch(admission -> (admission.roles().isEmpty()
                                || admission.roles().stream().anyMatch(caller.roles()::contains))
                        && admission.claims().stream().allMatch(claim -> claim.isMetBy(caller.claims())));
        assertEquals(allowed, among);
    }

    @Provide
    Arbitrary<List<Rule>> rules() {
        Arbitrary<Rule> rule = Combinators.combine(
                        Arbitraries.of(PATTERNS).set().ofMinSize(1).ofMaxSize(3),
                        Arbitraries.of(Action.class).set().ofMinSize(1),
                        Arbitraries.of("r1", "r2", "r3").set().ofMaxSize(2),
                        Arbitraries.of(CLAIMS).set().ofMaxSize(2))
                .as((patterns, actions, roles, claims) -> new Rule(
                        "rule",
                        patterns.stream().map(ChannelPattern::compile).toList(),
                        // Most patterns of this world reach into each other, which matters where callers subscribe.
                        patterns.stream().allMatch(pattern -> pattern.contains("*") || !pattern.contains("{"))
                                ? actions
                                : Set.of(Action.PUBLISH),
                        roles,
                        claims.stream().map(RequiredClaim::parse).toList()));
        return rule.list().ofMaxSize(14).map(IndexPropertyTest::named).map(IndexPropertyTest::acceptable);
    }

    @Provide
    Arbitrary<Caller> callers() {
        Arbitrary<String> value = Arbitraries.of("a", "b", "x", "y");
        return Combinators.combine(
                        value,
                        value.list().ofMaxSize(2),
                        Arbitraries.of("r1", "r2", "r3").set().ofMaxSize(2),
                        value)
                .as((sub, teams, roles, org) -> new Caller(
                        sub,
                        roles,
                        new Claims(Map.of("sub", sub, "teams", teams, "org", Map.of("id", org, "unit", "x")))));
    }

    @Provide
    Arbitrary<String> channels() {
        Arbitrary<String> part = Arbitraries.of("a", "b", "x", "y", "=.x", "=.y", "=.a");
        return Combinators.combine(
                        Arbitraries.of("private-", "presence-", "cache-", ""),
                        part.list().ofMinSize(1).ofMaxSize(3))
                .as((kind, parts) -> kind + String.join("", parts));
    }

    private static List<Rule> named(List<Rule> rules) {
        return IntStream.range(0, rules.size())
                .mapToObj(i -> {
                    Rule rule = rules.get(i);
                    return new Rule("rule" + i, rule.channels(), rule.actions(), rule.roles(), rule.claims());
                })
                .toList();
    }

    /** Without those rules that would be refused beside the ones before them. */
    private static List<Rule> acceptable(List<Rule> rules) {
        List<Rule> accepted = new ArrayList<>();
        for (Rule rule : rules) {
            accepted.add(rule);
            if (isRefused(accepted)) {
                accepted.remove(rule);
            }
        }
        return accepted;
    }

    private static boolean isRefused(List<Rule> rules) {
        try {
            return new ChannelPolicy(rules).ruleNames().isEmpty();
        } catch (UnsafePatternException | UnusableRuleException refused) {
            return true;
        }
    }
}
