package dev.usher.policy;

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
 * @param claims all of which a caller's token must meet
 */
public record Rule(
        String name,
        List<ChannelPattern> channels,
        Set<Action> actions,
        Set<String> roles,
        List<RequiredClaim> claims) {

    /** @throws IllegalArgumentException if the rule has no channels or no actions, and so could never allow anything */
    public Rule {
        if (channels.isEmpty() || actions.isEmpty()) {
            throw new IllegalArgumentException("the rule " + name + " lacks "
                    + (channels.isEmpty() ? "channels" : "actions") + ", so it would allow nothing");
        }
        channels = List.copyOf(channels);
        actions = Set.copyOf(actions);
        roles = Set.copyOf(roles);
        claims = List.copyOf(claims);
    }

    /** A rule that asks for no claims beside those in its patterns. */
    public Rule(String name, List<ChannelPattern> channels, Set<Action> actions, Set<String> roles) {
        this(name, channels, actions, roles, List.of());
    }

    /** Whether the rule lets the caller do this with some channel, if there is one that its patterns mean. */
    boolean concerns(Caller caller, Action action) {
        return actions.contains(action)
                && hasRoleOf(caller)
                && claims.stream().allMatch(claim -> claim.isMetBy(caller.claims()));
    }

    boolean hasRoleOf(Caller caller) {
        return roles.isEmpty() || !Collections.disjoint(roles, caller.roles());
    }

    /** Whether it asks for more than its patterns do. */
    boolean isRestricted() {
        return !roles.isEmpty() || !claims.isEmpty();
    }

    /** Whether this rule allows whatever the other one allows. */
    boolean covers(Rule other) {
        return actions.containsAll(other.actions) && channels.containsAll(other.channels) && admits(other);
    }

    /** Whether whoever has the roles and the claims that the other one asks for has those that this one asks for. */
    boolean admits(Rule other) {
        return (roles.isEmpty() || (!other.roles.isEmpty() && roles.containsAll(other.roles)))
                && claims.stream().allMatch(claim -> other.claims.stream().anyMatch(claim::followsFrom));
    }
}
