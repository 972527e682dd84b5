package dev.usher.policy;

import dev.usher.channel.ChannelName;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * Allows some callers some actions on some channels.
 *
 * @param name how the rule is called in configuration and logs
 * @param channels the channels that it is about
 * @param actions what it allows
 * @param roles one of which a caller needs; anyone will do where it is empty
 */
public record Rule(String name, List<ChannelPattern> channels, Set<Action> actions, Set<String> roles) {

    /** @throws IllegalArgumentException if the rule has no channels or no actions, and so could never allow anything */
    public Rule {
        if (channels.isEmpty() || actions.isEmpty()) {
            throw new IllegalArgumentException("the rule " + name + " lacks "
                    + (channels.isEmpty() ? "channels" : "actions") + ", so it would allow nothing");
        }
        channels = List.copyOf(channels);
        actions = Set.copyOf(actions);
        roles = Set.copyOf(roles);
    }

    /** Whether the rule lets the caller do this with some channel, if there is one that its patterns mean. */
    boolean concerns(Caller caller, Action action) {
        return actions.contains(action) && (roles.isEmpty() || !Collections.disjoint(roles, caller.roles()));
    }

    boolean allows(Caller caller, Action action, ChannelName channel) {
        return concerns(caller, action)
                && channels.stream().anyMatch(pattern -> pattern.matches(channel, caller.claims()));
    }
}
