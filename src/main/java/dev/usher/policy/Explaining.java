package dev.usher.policy;

import dev.usher.channel.ChannelName;
import dev.usher.policy.Explanation.OtherRule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Looks at every rule, which nobody but somebody who asks why has to wait for. */
final class Explaining {

    /** Of a rule with more patterns, these are shown. */
    private static final int MAX_PATTERNS = 10;

    private final Caller caller;
    private final Action action;
    private final ChannelName channel;

    private Explaining(Caller caller, Action action, ChannelName channel) {
        this.caller = caller;
        this.action = action;
        this.channel = channel;
    }

    /** @param decision what has been decided about the same question */
    static Explanation explain(List<Rule> rules, Decision decision, Caller caller, Action action, ChannelName channel) {
        Explaining explaining = new Explaining(caller, action, channel);
        String decided = decision.fold(Decision.Allowed::rule, denied -> "");
        List<Rule> others =
                rules.stream().filter(rule -> !rule.name().equals(decided)).toList();
        List<OtherRule> nearest = others.stream()
                .map(explaining::distanceOf)
                .sorted(Comparator.comparing((Distance distance) -> !distance.fits())
                        .thenComparing(Comparator.comparingInt(Distance::common).reversed()))
                .limit(Explanation.MAX_RULES)
                .map(distance -> new OtherRule(distance.rule().name(), explaining.reasons(distance)))
                .toList();
        return new Explanation(decision, nearest, others.size() - nearest.size());
    }

    /**
     * How near a rule comes.
     *
     * @param fits whether it is about the channel
     * @param common how much of the channel's name its patterns begin with, in characters
     */
    private record Distance(Rule rule, boolean fits, int common) {}

    private Distance distanceOf(Rule rule) {
        int common = rule.channels().stream()
                .mapToInt(pattern -> commonLength(pattern.head(), channel.value()))
                .max()
                .orElse(0);
        return new Distance(rule, fitting(rule).findAny().isPresent(), common);
    }

    private Stream<Clause> fitting(Rule rule) {
        return Clause.of(List.of(rule)).stream()
                .filter(clause -> clause.pattern().matches(channel, caller.claims()));
    }

    private static int commonLength(String one, String other) {
        int length = 0;
        while (length < one.length() && length < other.length() && one.charAt(length) == other.charAt(length)) {
            length++;
        }
        return length;
    }

    private List<Reason> reasons(Distance distance) {
        Rule rule = distance.rule();
        List<Reason> reasons = new ArrayList<>();
        if (!rule.actions().contains(action)) {
            reasons.add(new Reason.OtherAction(rule.actions()));
        }
        if (!rule.hasRoleOf(caller)) {
            reasons.add(new Reason.LacksRole(rule.roles()));
        }
        rule.claims().stream()
                .filter(claim -> !claim.isMetBy(caller.claims()))
                .forEach(claim -> reasons.add(new Reason.LacksClaim(claim)));
        if (!distance.fits()) {
            reasons.add(new Reason.NoPatternFits(rule.channels().stream()
                    .limit(MAX_PATTERNS)
                    .map(pattern -> PatternReading.of(pattern, caller.claims()))
                    .toList()));
        } else if (fitting(rule).noneMatch(clause -> clause.mixedUp(caller).isEmpty())) {
            fitting(rule)
                    .flatMap(clause -> clause.mixedUp(caller).stream())
                    .distinct()
                    .forEach(path -> reasons.add(new Reason.SeveralObjects(path)));
        }
        return reasons;
    }
}
