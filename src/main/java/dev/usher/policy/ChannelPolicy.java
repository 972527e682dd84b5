package dev.usher.policy;

import dev.usher.channel.ChannelName;
import java.util.List;

/** Decides who may do what, by rules that were compiled before the first request. */
public final class ChannelPolicy {

    private final List<Rule> rules;

    /** @throws UnsafePatternException if under one rule a claim reaches what another rule keeps for somebody else */
    public ChannelPolicy(List<Rule> rules) {
        this.rules = List.copyOf(rules);
        List<ChannelPattern> joinable = rules.stream()
                .filter(rule -> rule.actions().contains(Action.SUBSCRIBE))
                .flatMap(rule -> rule.channels().stream())
                .toList();
        joinable.forEach(pattern -> joinable.stream()
                .filter(pattern::reachesInto)
                .findFirst()
                .ifPresent(other -> {
                    throw UnsafePatternException.reachesInto(pattern, other);
                }));
    }

    /** Whether any rule allows the caller the action on the channel; if none does, it is denied. */
    public Decision decide(Caller caller, Action action, ChannelName channel) {
        for (Rule rule : rules) {
            if (rule.allows(caller, action, channel)) {
                return new Decision.Allowed(rule.name());
            }
        }
        return new Decision.Denied(action, channel);
    }

    /** The channels for which the caller would be allowed the action. */
    public Reach reach(Caller caller, Action action) {
        return fillIn(caller, action, Reach.MAX_ENTRIES).toReach();
    }

    /** Whether there is, or may be, any channel at all for which the caller would be allowed the action. */
    public boolean allowsAny(Caller caller, Action action) {
        return !fillIn(caller, action, 1).isEmpty();
    }

    private Filling fillIn(Caller caller, Action action, int limit) {
        Filling filling = new Filling(limit);
        rules.stream()
                .filter(rule -> rule.concerns(caller, action))
                .flatMap(rule -> rule.channels().stream())
                .forEach(pattern -> pattern.fillIn(caller.claims(), filling));
        return filling;
    }
}
