package dev.usher.policy;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Gathers what patterns become when claims are filled in, and ends it when there is enough or it takes too long. */
final class Filling {

    /**
     * A token of 10 KB can hold claims of which 64 million combinations could be tried, and none of them a channel's
     * name.
     */
    private static final int MAX_STEPS = 100_000;

    private final int limit;
    private final int maxSteps;
    private final Set<String> names = new LinkedHashSet<>();
    private final Set<String> open = new LinkedHashSet<>();
    private int steps;

    /** @param limit how many names, and how many patterns, are wanted */
    Filling(int limit) {
        this(limit, MAX_STEPS);
    }

    /** @param maxSteps after how many steps it is given up */
    Filling(int limit, int maxSteps) {
        this.limit = limit;
        this.maxSteps = maxSteps;
    }

    /** Whether there is use in more of what this pattern becomes. */
    boolean wantsMoreOf(ChannelPattern pattern) {
        steps++;
        return !gaveUp() && resultsOf(pattern).size() <= limit;
    }

    /** One more than is wanted is kept, to know that there is one. */
    void add(ChannelPattern pattern, String filledIn) {
        resultsOf(pattern).add(filledIn);
    }

    private Set<String> resultsOf(ChannelPattern pattern) {
        return pattern.isOpen() ? open : names;
    }

    /** How often a claim's value, or a part of a pattern, was put behind another. */
    int steps() {
        return steps;
    }

    private boolean gaveUp() {
        return steps > maxSteps;
    }

    /** Whether it is certain that there is nothing at all. */
    boolean isEmpty() {
        return names.isEmpty() && open.isEmpty() && !gaveUp();
    }

    Reach toReach() {
        boolean complete = !gaveUp() && names.size() <= limit && open.size() <= limit;
        return new Reach(cut(names), cut(open), complete);
    }

    private List<String> cut(Set<String> results) {
        return results.stream().limit(limit).toList();
    }
}
