package dev.usher.check;

import dev.usher.policy.Decision;
import java.util.Optional;

/**
 * What a row expects.
 *
 * @param allowed whether it is allowed
 * @param rule by which rule, if the row says so
 */
record Expected(boolean allowed, Optional<String> rule) {

    private static final String ALLOW = "allow";
    private static final String BY = ALLOW + ":";

    /** @throws IllegalArgumentException if it is none of {@code allow}, {@code allow:<rule>} and {@code deny} */
    static Expected parse(String text) {
        if (text.equals("deny")) {
            return new Expected(false, Optional.empty());
        }
        if (text.equals(ALLOW)) {
            return new Expected(true, Optional.empty());
        }
        if (text.startsWith(BY) && text.length() > BY.length()) {
            return new Expected(true, Optional.of(text.substring(BY.length())));
        }
        throw new IllegalArgumentException(
                "\"%s\" is no expectation (expected: allow, allow:<rule> or deny)".formatted(text));
    }

    boolean isMetBy(Decision decision) {
        return decision.fold(by -> allowed && rule.map(by.rule()::equals).orElse(true), denied -> !allowed);
    }

    /** A decision as a row would write it. */
    static String write(Decision decision) {
        return decision.fold(by -> BY + by.rule(), denied -> "deny");
    }

    @Override
    public String toString() {
        return allowed ? rule.map(name -> BY + name).orElse(ALLOW) : "deny";
    }
}
