package dev.usher.policy;

import dev.usher.channel.ChannelName;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * What a decision costs with 10,000 rules, against what it costs with one, in the same run. Asserts nothing: a time is
 * not the same twice. After {@code ./mvnw test-compile}:
 *
 * <pre>java -cp target/classes:target/test-classes dev.usher.policy.PolicyCost</pre>
 */
final class PolicyCost {

    private static final int RULES = 10_000;
    private static final int DECISIONS = 200_000;
    private static final int ROUNDS = 7;

    private static final Caller CALLER = new Caller(
            "42",
            Set.of("role77", "role9000", "clerk"),
            new Claims(Map.of("sub", "42", "teams", List.of("red", "blue"), "tenant", "t77")));

    private static volatile Object sink = "";

    private PolicyCost() {}

    public static void main(String[] arguments) {
        System.out.printf(
                "%-34s %12s %12s %8s %12s%n", "rules that differ in", "1 rule, ns", "10,000, ns", "ratio", "start, ms");
        measure("what patterns begin with", "private-room77-x", i -> rule(i, "private-room%d-*".formatted(i), "", ""));
        measure("what patterns end with", "private-red=.room77", i -> rule(i, "private-{teams}=.room" + i, "", ""));
        measure("the whole channel", "private-room77", i -> rule(i, "private-room" + i, "", ""));
        measure("the role", "private-team-red", i -> rule(i, "private-team-{teams}", "role" + i, ""));
        measure("a required claim", "private-team-red", i -> rule(i, "private-team-{teams}", "", "tenant=t" + i));
        measure(
                "what stands in between",
                "private-red=.room77=.x",
                i -> rule(i, "private-{teams}=.room" + i + "=.*", "", ""));
        measure("nothing (worst case)", "private-xroom77x", i -> rule(i, "private-*room" + i + "*", "", ""));
    }

    private static void measure(String what, String channel, IntFunction<Rule> rules) {
        ChannelPolicy one = new ChannelPolicy(List.of(rules.apply(77)));
        long started = System.nanoTime();
        ChannelPolicy many =
                new ChannelPolicy(IntStream.range(0, RULES).mapToObj(rules).toList());
        double start = (System.nanoTime() - started) / 1e6;
        ChannelName name = new ChannelName(channel);
        if (!(many.decide(CALLER, Action.SUBSCRIBE, name) instanceof Decision.Allowed)) {
            throw new IllegalStateException(what + " allows nothing");
        }
        int decisions = what.contains("worst") ? DECISIONS / 2_000 : DECISIONS;
        double single = best(one, name, DECISIONS);
        double all = best(many, name, decisions);
        System.out.printf("%-34s %12.0f %12.0f %8.1f %12.0f%n", what, single, all, all / single, start);
    }

    /** Nanoseconds a decision takes, in the best of some rounds. */
    private static double best(ChannelPolicy policy, ChannelName name, int decisions) {
        double best = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long started = System.nanoTime();
            for (int i = 0; i < decisions; i++) {
                sink = policy.decide(CALLER, Action.SUBSCRIBE, name);
            }
            best = Math.min(best, (System.nanoTime() - started) / (double) decisions);
        }
        return best;
    }

    private static Rule rule(int number, String pattern, String role, String claim) {
        return new Rule(
                "rule" + number,
                List.of(ChannelPattern.compile(pattern)),
                Set.of(Action.SUBSCRIBE),
                role.isEmpty() ? Set.of() : Set.of(role),
                claim.isEmpty() ? List.of() : List.of(RequiredClaim.parse(claim)));
    }
}
