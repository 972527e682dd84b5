package dev.usher.policy;

import dev.usher.channel.ChannelKind;
import dev.usher.policy.ChannelPattern.Opening;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Refuses rules that reach into each other, and those that could never make a difference: whoever wrote one meant
 * another. No rule is compared with all the others, so that ten thousand start as quickly as a few.
 */
final class RuleCheck {

    private RuleCheck() {}

    static void check(List<Rule> rules) {
        rules.forEach(RuleCheck::refuseWhatNobodyAsksFor);
        refuseReachingInto(rules);
        refuseCovered(rules);
    }

    /** Everyone may join a public channel, and no client asks whether it may. */
    private static void refuseWhatNobodyAsksFor(Rule rule) {
        if (rule.actions().contains(Action.PUBLISH)) {
            return;
        }
        for (ChannelPattern pattern : rule.channels()) {
            if (pattern.kind().filter(ChannelKind::isPublic).isPresent()) {
                throw new UnusableRuleException(
                        ("the rule %s lets callers subscribe to \"%s\", which is a public channel, that everyone may join"
                                        + " without asking; write the kind of channel that is meant, such as private-%s, or let"
                                        + " the rule publish")
                                .formatted(rule.name(), pattern, pattern));
            }
        }
    }

    private static void refuseReachingInto(List<Rule> rules) {
        Map<String, Map<Opening, ChannelPattern>> byHead = new HashMap<>();
        List<ChannelPattern> standing = new ArrayList<>();
        rules.stream()
                .filter(rule -> rule.actions().contains(Action.SUBSCRIBE))
                .flatMap(rule -> rule.channels().stream())
                .forEach(pattern -> pattern.opening().ifPresent(opening -> {
                    if (byHead.computeIfAbsent(opening.head(), head -> new LinkedHashMap<>())
                                    .putIfAbsent(opening, pattern)
                            == null) {
                        standing.add(pattern);
                    }
                }));
        for (ChannelPattern other : standing) {
            for (int length = 1; length <= other.head().length(); length++) {
                byHead.getOrDefault(other.head().substring(0, length), Map.of()).values().stream()
                        .filter(pattern -> pattern.reachesInto(other))
                        .findFirst()
                        .ifPresent(pattern -> {
                            throw UnsafePatternException.reachesInto(pattern, other);
                        });
            }
        }
    }

    private static void refuseCovered(List<Rule> rules) {
        Map<ChannelPattern, List<Clause>> byPattern =
                Clause.of(rules).stream().collect(Collectors.groupingBy(Clause::pattern));
        Map<ChannelPattern, Index> index = new HashMap<>();
        byPattern.forEach((pattern, clauses) -> index.put(pattern, Index.of(clauses, Trait.OF_CALLERS)));
        for (Rule rule : rules) {
            ChannelPattern pattern = rule.channels().get(0);
            Optional.ofNullable(index.get(pattern))
                    .ifPresent(same -> same.find(asIfBy(rule), clause -> {
                        if (clause.rule() != rule && clause.rule().covers(rule)) {
                            throw covered(rule, clause.rule());
                        }
                    }));
        }
    }

    /** What somebody would ask who has no more than it takes for this rule. */
    private static Question asIfBy(Rule rule) {
        Map<String, List<String>> held = new HashMap<>();
        rule.claims().stream().filter(claim -> !claim.values().isEmpty()).forEach(claim -> held.computeIfAbsent(
                        claim.path(), path -> new ArrayList<>())
                .add(claim.values().first()));
        return new Question("", rule.roles().stream().limit(1).collect(Collectors.toSet()), new Claims(held));
    }

    private static UnusableRuleException covered(Rule rule, Rule by) {
        return new UnusableRuleException(
                ("the rule %s allows nothing that the rule %s does not allow already, to the same callers; remove one of"
                                + " the two, or give them other channels, roles or claims")
                        .formatted(rule.name(), by.name()));
    }
}
