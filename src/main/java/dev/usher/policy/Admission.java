package dev.usher.policy;

import dev.usher.channel.ChannelName;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A way in which somebody could be allowed something: what a rule asks of a caller for one channel.
 *
 * @param rule the name of the rule
 * @param pattern the one of its patterns that means the channel
 * @param roles one of which the caller needs; anyone will do where it is empty
 * @param claims all that their token must say, be it for the pattern to mean this channel, or because the rule requires
 *     it
 */
public record Admission(String rule, String pattern, Set<String> roles, List<RequiredClaim> claims) {

    public Admission {
        roles = Set.copyOf(roles);
        claims = List.copyOf(claims);
    }

    static List<Admission> by(Rule rule, ChannelName channel) {
        return rule.channels().stream()
                .flatMap(pattern -> pattern
                        .unfill(channel)
                        .map(filledIn -> new Admission(
                                rule.name(),
                                pattern.toString(),
                                rule.roles(),
                                Stream.concat(filledIn.stream(), rule.claims().stream())
                                        .distinct()
                                        .toList()))
                        .stream())
                .toList();
    }

    /** In words, such as {@code team: whoever has the claim teams=red and one of the roles lead, member}. */
    @Override
    public String toString() {
        String needs = Stream.concat(
                        claims.stream().map(claim -> "the claim " + claim),
                        roles.isEmpty()
                                ? Stream.empty()
                                : Stream.of((roles.size() == 1 ? "the role " : "one of the roles ")
                                        + roles.stream().sorted().collect(Collectors.joining(", "))))
                .collect(Collectors.joining(" and "));
        return rule + ": " + (needs.isEmpty() ? "whoever has a valid token" : "whoever has " + needs);
    }
}
