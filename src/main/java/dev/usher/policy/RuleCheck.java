package dev.usher.policy;

import dev.usher.channel.ChannelKind;
import dev.usher.policy.ChannelPattern.Opening;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Refuses rules that reach into each other, and those that ask for something in vain: whoever wrote one meant another. No
 * rule is compared with all the others, so that ten thousand start as quickly as a few.
 */
final class RuleCheck {

    private RuleCheck() {}

    /** @param shipped the names of the rules that nobody wrote: what makes one of them idle was meant to */
    static void check(List<Rule> rules, Set<String> shipped) {
        rules.forEach(RuleCheck::refuseWhatNobodyAsksFor);
        refuseReachingInto(rules);
        refuseCovered(rules, shipped);
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

    /** A role or a claim that is asked for in vain: whoever wrote it believes that it keeps somebody out. */
    private static void refuseCovered(List<Rule> rules, Set<String> shipped) {
        Map<ChannelPattern, List<Clause>> byPattern =
                Clause.of(rules).stream().collect(Collectors.groupingBy(Clause::pattern));
        byPattern.values().removeIf(clauses -> clauses.size() == 1);
        Map<ChannelPattern, Index> index = new HashMap<>();
        byPattern.forEach((pattern, clauses) -> index.put(pattern, Index.of(clauses, Trait.OF_CALLERS)));
        rules.stream()
                .filter(rule -> rule.isRestricted() && !shipped.contains(rule.name()))
                .forEach(rule -> Optional.ofNullable(index.get(rule.channels().get(0)))
                        .ifPresent(same -> same.find(asIfBy(rule), clause -> refuseInVain(rule, clause.rule()))));
    }

    private static void refuseInVain(Rule rule, Rule other) {
        if (other.covers(rule) && !rule.admits(other)) {
            throw new UnusableRuleException(
                    ("the rule %s asks for a role or a claim in vain, because the rule %s allows the same without; remove"
                                    + " one of the two, or give them other channels, roles or claims")
                            .formatted(rule.name(), other.name()));
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
}
