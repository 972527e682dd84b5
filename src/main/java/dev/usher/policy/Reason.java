package dev.usher.policy;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Why a rule does not allow something. */
public sealed interface Reason {

    /** By which programs tell the reasons apart, such as {@code lacks-role}. */
    String code();

    /** The reason in words, without a full stop. */
    String sentence();

    /** @param allowed what the rule is for instead */
    record OtherAction(Set<Action> allowed) implements Reason {
        @Override
        public String code() {
            return "other-action";
        }

        @Override
        public String sentence() {
            return "only lets callers "
                    + allowed.stream()
                            .sorted()
                            .map(action -> action.name().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining(" and "));
        }
    }

    /** @param needed one of these */
    record LacksRole(Set<String> needed) implements Reason {
        @Override
        public String code() {
            return "lacks-role";
        }

        @Override
        public String sentence() {
            return (needed.size() == 1 ? "needs the role " : "needs one of the roles ")
                    + needed.stream().sorted().collect(Collectors.joining(", "));
        }
    }

    /** @param needed what the token does not say */
    record LacksClaim(RequiredClaim needed) implements Reason {
        @Override
        public String code() {
            return "lacks-claim";
        }

        @Override
        public String sentence() {
            return "needs the claim " + needed;
        }
    }

    /** @param path leads to several objects, from which the rule's claims would be taken one here and one there */
    record SeveralObjects(String path) implements Reason {
        @Override
        public String code() {
            return "several-objects";
        }

        @Override
        public String sentence() {
            return "takes several claims from %s, where this token has several objects".formatted(path);
        }
    }

    /**
     * The channel is not among those that the rule means for the caller.
     *
     * @param patterns how the rule's patterns read, as many as are shown
     */
    record NoPatternFits(List<PatternReading> patterns) implements Reason {
        public NoPatternFits {
            patterns = List.copyOf(patterns);
        }

        @Override
        public String code() {
            return "no-pattern-fits";
        }

        @Override
        public String sentence() {
            return patterns.stream().map(PatternReading::sentence).collect(Collectors.joining("; "));
        }
    }
}
