package dev.usher.policy;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * How far the policy lets somebody go.
 *
 * @param names the channels that can be told by their names
 * @param patterns what stands for the others, such as {@code private-tenant-acme=.*}, in which only wildcards are left
 * @param complete false if there are more names or patterns than {@value #MAX_ENTRIES}, so that some are missing
 */
public record Reach(List<String> names, List<String> patterns, boolean complete) {

    /** More than any page joins. Two claims of a thousand values each would fill in a million names. */
    public static final int MAX_ENTRIES = 1_000;

    public Reach {
        names = List.copyOf(names);
        patterns = List.copyOf(patterns);
    }

    static Reach of(List<ChannelPattern> patterns, Claims claims) {
        List<String> names = fillIn(patterns, claims, pattern -> !pattern.isOpen());
        List<String> open = fillIn(patterns, claims, ChannelPattern::isOpen);
        return new Reach(cut(names), cut(open), names.size() <= MAX_ENTRIES && open.size() <= MAX_ENTRIES);
    }

    /** One more than there may be, if there are too many. */
    private static List<String> fillIn(List<ChannelPattern> patterns, Claims claims, Predicate<ChannelPattern> which) {
        Stream<String> all = patterns.stream().filter(which).flatMap(pattern -> pattern.filledIn(claims));
        return all.distinct().limit(MAX_ENTRIES + 1).toList();
    }

    private static List<String> cut(List<String> entries) {
        return entries.subList(0, Math.min(entries.size(), MAX_ENTRIES));
    }
}
