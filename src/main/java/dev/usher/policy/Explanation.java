package dev.usher.policy;

import java.util.List;

/**
 * Why the policy decides as it does.
 *
 * @param decision what it decides, and the rule that allows it if one does
 * @param others the other rules, those that come nearest to allowing it first, and no more than {@value #MAX_RULES}
 * @param unlisted how many more rules there are
 */
public record Explanation(Decision decision, List<OtherRule> others, int unlisted) {

    /** More than anybody reads. */
    public static final int MAX_RULES = 100;

    public Explanation {
        others = List.copyOf(others);
    }

    /**
     * A rule that did not decide.
     *
     * @param reasons all that keeps the rule from allowing it; where there are none, it would allow it as well
     */
    public record OtherRule(String rule, List<Reason> reasons) {
        public OtherRule {
            reasons = List.copyOf(reasons);
        }

        /** In words, such as {@code team: needs one of the roles lead, member}. */
        @Override
        public String toString() {
            return rule + ": "
                    + (reasons.isEmpty()
                            ? "would allow it as well"
                            : String.join(
                                    "; ", reasons.stream().map(Reason::sentence).toList()));
        }
    }
}
