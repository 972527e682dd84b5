package dev.usher.policy;

import dev.usher.channel.ChannelName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Decides who may do what, by rules that were compiled before the first request. What a decision costs does not grow
 * with the number of rules, with the exception that {@link Index} states.
 */
public final class ChannelPolicy {

    private final List<Rule> rules;
    private final ActionIndex subscribing;
    private final ActionIndex publishing;

    /** A policy of which somebody wrote every rule. */
    public ChannelPolicy(List<Rule> rules) {
        this(rules, Set.of());
    }

    /**
     * @param shipped the names of the rules that stand without anybody having written them
     * @throws UnsafePatternException if under one rule a claim reaches what another rule keeps for somebody else
     * @throws UnusableRuleException if a rule asks for something in vain
     */
    public ChannelPolicy(List<Rule> rules, Set<String> shipped) {
        this.rules = List.copyOf(rules);
        List<Clause> clauses = Clause.of(rules);
        this.subscribing = ActionIndex.of(clauses, Action.SUBSCRIBE);
        this.publishing = ActionIndex.of(clauses, Action.PUBLISH);
        RuleCheck.check(rules, shipped);
    }

    /** Whether any rule allows the caller the action on the channel; if none does, it is denied. */
    public Decision decide(Caller caller, Action action, ChannelName channel) {
        List<Clause> allowing = new ArrayList<>();
        index(action).byChannel().find(question(caller, channel.value()), clause -> {
            if (clause.allows(caller, action, channel)) {
                allowing.add(clause);
            }
        });
        return allowing.stream()
                .min(Comparator.comparingInt(Clause::order))
                .<Decision>map(clause -> new Decision.Allowed(clause.rule().name()))
                .orElseGet(() -> new Decision.Denied(action, channel));
    }

    /** The channels for which the caller would be allowed the action. */
    public Reach reach(Caller caller, Action action) {
        Filling filling = new Filling(Reach.MAX_ENTRIES);
        concerning(caller, action).forEach(clause -> clause.pattern().fillIn(caller.claims(), filling));
        return filling.toReach();
    }

    /** Whether there is, or may be, any channel at all for which the caller would be allowed the action. */
    public boolean allowsAny(Caller caller, Action action) {
        Filling filling = new Filling(1);
        return concerning(caller, action).stream().anyMatch(clause -> {
            clause.pattern().fillIn(caller.claims(), filling);
            return !filling.isEmpty();
        });
    }

    /** Why the caller is allowed the action on the channel or denied it, rule by rule. */
    public Explanation explain(Caller caller, Action action, ChannelName channel) {
        return Explaining.explain(rules, decide(caller, action, channel), caller, action, channel);
    }

    /** Who would be allowed the action on the channel: the rules by which somebody could be, in their order. */
    public List<Admission> whoMay(Action action, ChannelName channel) {
        return rules.stream()
                .filter(rule -> rule.actions().contains(action))
                .flatMap(rule -> Admission.by(rule, channel).stream())
                .toList();
    }

    /** The names of the rules, in their order. */
    public List<String> ruleNames() {
        return rules.stream().map(Rule::name).toList();
    }

    /** In the order of the rules. */
    private Collection<Clause> concerning(Caller caller, Action action) {
        Map<Integer, Clause> concerning = new TreeMap<>();
        index(action).byCaller().find(question(caller, ""), clause -> {
            if (clause.concerns(caller, action)) {
                concerning.put(clause.order(), clause);
            }
        });
        return concerning.values();
    }

    private static Question question(Caller caller, String channel) {
        return new Question(channel, caller.roles(), caller.claims());
    }

    private ActionIndex index(Action action) {
        return switch (action) {
            case SUBSCRIBE -> subscribing;
            case PUBLISH -> publishing;
        };
    }

    /** The clauses that are about one action, by what a channel and a caller have, and by what a caller has. */
    private record ActionIndex(Index byChannel, Index byCaller) {

        static ActionIndex of(List<Clause> all, Action action) {
            List<Clause> clauses = all.stream()
                    .filter(clause -> clause.rule().actions().contains(action))
                    .toList();
            return new ActionIndex(Index.of(clauses, Trait.ALL), Index.of(clauses, Trait.OF_CALLERS));
        }
    }
}
