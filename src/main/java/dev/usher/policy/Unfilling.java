package dev.usher.policy;

import dev.usher.channel.Alphabet;
import dev.usher.policy.Segment.Literal;
import dev.usher.policy.Segment.Placeholder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a channel's name by a pattern, to tell what the claims would have to hold. It is how a question is answered,
 * and never how a channel is decided on. The marks between the variable parts of a pattern leave one way only to read a
 * name.
 */
final class Unfilling {

    private final List<Segment> segments;
    private final String name;
    private final Deque<RequiredClaim> claims = new ArrayDeque<>();

    /** From which segment at which place nothing can be read, so that no place is tried twice. */
    private final Set<List<Integer>> deadEnds = new HashSet<>();

    Unfilling(List<Segment> segments, String name) {
        this.segments = segments;
        this.name = name;
    }

    /** What each placeholder stands for, or empty if the name is none of the pattern's. */
    Optional<List<RequiredClaim>> claims() {
        return read(0, 0) ? Optional.of(claims.stream().distinct().toList()) : Optional.empty();
    }

    private boolean read(int segment, int place) {
        if (segment == segments.size()) {
            return place == name.length();
        }
        if (deadEnds.contains(List.of(segment, place))) {
            return false;
        }
        boolean readable = segments.get(segment) instanceof Literal literal
                ? name.startsWith(literal.text(), place)
                        && read(segment + 1, place + literal.text().length())
                : readVariable(segment, place);
        if (!readable) {
            deadEnds.add(List.of(segment, place));
        }
        return readable;
    }

    private boolean readVariable(int segment, int place) {
        for (int end = name.length(); end > place; end--) {
            if (segments.get(segment) instanceof Placeholder placeholder) {
                Optional<String> value = Alphabet.decode(name.substring(place, end));
                if (value.isPresent() && read(segment + 1, end)) {
                    claims.addFirst(RequiredClaim.of(placeholder.claim(), value.get()));
                    return true;
                }
            } else if (read(segment + 1, end)) {
                return true;
            }
        }
        return false;
    }
}
