package dev.usher.explain;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.usher.policy.Admission;
import dev.usher.policy.Decision;
import dev.usher.policy.Explanation;
import dev.usher.policy.PatternReading;
import dev.usher.policy.Reason;
import dev.usher.policy.RequiredClaim;
import java.util.List;
import java.util.Optional;

/**
 * The answer.
 *
 * @param decision {@code allow} or {@code deny}
 * @param rule the rule that allows it
 * @param others the other rules, and what keeps each from allowing it; the nearest first
 * @param unlisted how many more rules there are
 * @param ownRules the application's own rules, which are asked next where the policy denies, and of which this tells
 *     nothing more
 * @param admits what would have to be true of somebody for a rule to allow it
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record Explained(
        @JsonProperty("decision") String decision,
        @JsonProperty("rule") Optional<String> rule,
        @JsonProperty("others") List<Other> others,
        @JsonProperty("unlisted") int unlisted,
        @JsonProperty("own_rules") List<String> ownRules,
        @JsonProperty("admits") List<Admitted> admits) {

    /** What keeps one rule from allowing it; nothing, if it would allow it as well. */
    record Other(
            @JsonProperty("rule") String rule,
            @JsonProperty("reasons") List<Why> reasons) {}

    /** One reason. */
    record Why(
            @JsonProperty("code") String code,
            @JsonProperty("detail") String detail,

            @JsonProperty("patterns") @JsonInclude(JsonInclude.Include.NON_EMPTY)
            List<Reading> patterns) {

        static Why of(Reason reason) {
            List<PatternReading> patterns = reason instanceof Reason.NoPatternFits none ? none.patterns() : List.of();
            return new Why(
                    reason.code(),
                    reason.sentence(),
                    patterns.stream().map(Reading::of).toList());
        }
    }

    /** How a pattern reads for the caller. */
    record Reading(
            @JsonProperty("pattern") String pattern,
            @JsonProperty("reads") List<String> reads,
            @JsonProperty("missing") List<String> missing,
            @JsonProperty("complete") boolean complete) {

        static Reading of(PatternReading reading) {
            return new Reading(reading.pattern(), reading.reads(), reading.missing(), reading.complete());
        }
    }

    /** A rule, and what it asks for before it allows this. */
    record Admitted(
            @JsonProperty("rule") String rule,
            @JsonProperty("pattern") String pattern,
            @JsonProperty("roles") List<String> roles,
            @JsonProperty("claims") List<String> claims) {

        static Admitted of(Admission admission) {
            return new Admitted(
                    admission.rule(),
                    admission.pattern(),
                    admission.roles().stream().sorted().toList(),
                    admission.claims().stream().map(RequiredClaim::toString).toList());
        }
    }

    static Explained of(Explanation explanation, List<String> ownRules, List<Admission> admissions) {
        Optional<String> rule = explanation
                .decision()
                .fold(allowed -> Optional.of(allowed.rule()), (Decision.Denied denied) -> Optional.<String>empty());
        return new Explained(
                rule.isPresent() ? "allow" : "deny",
                rule,
                explanation.others().stream()
                        .map(other -> new Other(
                                other.rule(),
                                other.reasons().stream().map(Why::of).toList()))
                        .toList(),
                explanation.unlisted(),
                rule.isPresent() ? List.of() : ownRules,
                admissions.stream()
                        .limit(Explanation.MAX_RULES)
                        .map(Admitted::of)
                        .toList());
    }
}
