package dev.usher.policy;

import dev.usher.channel.ChannelName;
import java.util.List;

/** Decides who may do what, by rules that were compiled before the first request. */
public final class ChannelPolicy {

    private final List<Rule> rules;

    public ChannelPolicy(List<Rule> rules) {
        this.rules = List.copyOf(rules);
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
}
