package dev.usher.policy;

import java.util.List;

/**
 * How far the policy lets somebody go.
 *
 * @param names the channels that can be told by their names
 * @param patterns what stands for the others, such as {@code private-tenant-acme=.*}, in which only wildcards are left
 * @param complete false if there are, or may be, more names or patterns than {@value #MAX_ENTRIES}
 */
public record Reach(List<String> names, List<String> patterns, boolean complete) {

    /** More than any page joins. Two claims of a thousand values each would fill in a million names. */
    public static final int MAX_ENTRIES = 1_000;

    public Reach {
        names = List.copyOf(names);
        patterns = List.copyOf(patterns);
    }
}
