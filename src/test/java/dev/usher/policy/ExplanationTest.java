package dev.usher.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.usher.channel.ChannelName;
import dev.usher.policy.Explanation.OtherRule;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ExplanationTest {

    private static final Caller CALLER =
            new Caller("42", Set.of(), new Claims(Map.of("sub", "42", "teams", List.of("red", "blue"))));

    @Test
    void namesTheNearestRulesFirstAndCountsTheRest() {
        ChannelPolicy policy = new ChannelPolicy(Stream.concat(
                        IntStream.range(0, 10_000)
                                .mapToObj(i -> rule("far" + i, "presence-far%d-*".formatted(i), Set.of())),
                        Stream.of(
                                rule("near", "private-team-lead-{sub}", Set.of()),
                                rule("nearest", "private-team-*", Set.of("lead"))))
                .toList());

        Explanation explanation = explain(policy, "private-team-lead-43");

        assertEquals(Explanation.MAX_RULES, explanation.others().size());
        assertEquals(10_002 - Explanation.MAX_RULES, explanation.unlisted());
        assertEquals("nearest: needs the role lead", explanation.others().get(0).toString());
        assertEquals(
                "near: private-team-lead-{sub} reads private-team-lead-42",
                explanation.others().get(1).toString());
    }

    @Test
    void tellsHowPatternsReadForTheCaller() {
        assertReads("private-{teams}", "private-{teams} reads private-red, private-blue");
        assertReads(
                "private-{org.id}=.{team}",
                "private-{org.id}=.{team} means nothing here: there is nothing to name a channel after in org.id and team");
        assertReads("private-{teams}=.*", "private-{teams}=.* reads private-red=.*, private-blue=.*");
        assertReads("private-else", "private-else does not mean this channel");
    }

    @Test
    void saysOfARuleThatWouldAllowItTooThatItWould() {
        ChannelPolicy policy = new ChannelPolicy(
                List.of(rule("one", "private-user-{sub}", Set.of()), rule("other", "private-*", Set.of())));
        Explanation explanation = explain(policy, "private-user-42");
        assertEquals(new Decision.Allowed("one"), explanation.decision());
        assertEquals(List.of(new OtherRule("other", List.of())), explanation.others());
    }

    private static void assertReads(String pattern, String sentence) {
        Explanation explanation =
                explain(new ChannelPolicy(List.of(rule("rule", pattern, Set.of()))), "private-something");
        assertEquals("rule: " + sentence, explanation.others().get(0).toString());
    }

    private static Explanation explain(ChannelPolicy policy, String channel) {
        return policy.explain(CALLER, Action.SUBSCRIBE, new ChannelName(channel));
    }

    private static Rule rule(String name, String pattern, Set<String> roles) {
        return new Rule(name, List.of(ChannelPattern.compile(pattern)), Set.of(Action.SUBSCRIBE), roles);
    }
}
