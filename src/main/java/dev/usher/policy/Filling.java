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
    private final Set<String> names = new LinkedHashSet<>();
    private final Set<String> open = new LinkedHashSet<>();
    private int steps;
    private boolean complete = true;

    /** @param limit how many names, and how many patterns, are wanted */
    Filling(int limit) {
        this.limit = limit;
    }

    boolean goesOn() {
        complete = complete && ++steps <= MAX_STEPS;
        return complete;
    }

    void add(ChannelPattern pattern, String filledIn) {
        Set<String> results = pattern.isOpen() ? open : names;
        if (results.size() < limit) {
            results.add(filledIn);
        } else if (!results.contains(filledIn)) {
            complete = false;
        }
    }

    /** How often a claim's value, or a part of a pattern, was put behind another. */
    int steps() {
        return steps;
    }

    boolean isEmpty() {
        return names.isEmpty() && open.isEmpty();
    }

    Reach toReach() {
        return new Reach(List.copyOf(names), List.copyOf(open), complete);
    }
}
