package dev.usher.policy;

import dev.usher.channel.ChannelName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * One pattern of one rule: what decisions are made of.
 *
 * <p>Where two of its claims lie in the same object, as {@code memberships.team} and {@code memberships.role} do, and
 * the caller's token has an array of such objects, the two could be taken from different ones: who is a guest of one
 * team and the lead of another would pass for the lead of both. Then the clause allows nothing.
 *
 * @param order its place among all clauses
 * @param shared the paths that lead to two or more of its claims
 */
record Clause(int order, Rule rule, ChannelPattern pattern, List<String> shared) {

    /** The clauses of all rules, in their order. */
    static List<Clause> of(List<Rule> rules) {
        List<Clause> clauses = new ArrayList<>();
        for (Rule rule : rules) {
            for (ChannelPattern pattern : rule.channels()) {
                clauses.add(new Clause(clauses.size(), rule, pattern, shared(rule, pattern)));
            }
        }
        return clauses;
    }

    private static List<String> shared(Rule rule, ChannelPattern pattern) {
        Set<String> paths = new TreeSet<>(pattern.claims());
        rule.claims().forEach(claim -> paths.add(claim.path()));
        Set<String> once = new TreeSet<>();
        Set<String> twice = new LinkedHashSet<>();
        paths.stream()
                .flatMap(Clause::parents)
                .filter(parent -> !once.add(parent))
                .forEach(twice::add);
        return List.copyOf(twice);
    }

    private static Stream<String> parents(String path) {
        return Stream.iterate(path.lastIndexOf('.'), dot -> dot > 0, dot -> path.lastIndexOf('.', dot - 1))
                .map(dot -> path.substring(0, dot));
    }

    boolean allows(Caller caller, Action action, ChannelName channel) {
        return concerns(caller, action) && pattern.matches(channel, caller.claims());
    }

    /** Whether the caller meets all that the clause asks for beside the channel's name. */
    boolean concerns(Caller caller, Action action) {
        return rule.concerns(caller, action) && mixedUp(caller).isEmpty();
    }

    /** The paths behind which the clause's claims would be taken from different objects. */
    List<String> mixedUp(Caller caller) {
        return shared.isEmpty()
                ? shared
                : shared.stream().filter(caller.claims()::holdsSeveralObjects).toList();
    }
}
