package dev.usher.check;

import dev.usher.channel.ChannelName;
import dev.usher.channel.InvalidNameException;
import dev.usher.explain.GivenClaims;
import dev.usher.policy.Action;
import dev.usher.policy.Admission;
import dev.usher.policy.ChannelPolicy;
import dev.usher.policy.Decision;
import dev.usher.policy.Explanation;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Asks the policy what a table asks, and reports what is not as the table says. */
public final class PolicyCheck {

    /** All is as expected. */
    public static final int AS_EXPECTED = 0;

    /** At least one decision is not. */
    public static final int SURPRISE = 1;

    /** Nothing could be asked: the command, the file or the configuration is not what it should be. */
    public static final int UNUSABLE = 2;

    /** Of the rules that did not decide, these are the nearest. */
    private static final int MAX_EXPLAINED = 5;

    private final ChannelPolicy policy;
    private final GivenClaims given;
    private final PrintStream out;

    /** @param out takes the report */
    public PolicyCheck(ChannelPolicy policy, GivenClaims given, PrintStream out) {
        this.policy = policy;
        this.given = given;
        this.out = out;
    }

    /**
     * Checks the policy against a table.
     *
     * @param strict whether a rule by which no row is allowed is a surprise too
     * @return the exit code
     */
    public int check(Path file, boolean strict) {
        try {
            return check(file, PolicyTable.read(Files.readAllLines(file), given), strict);
        } catch (MalformedTableException e) {
            out.printf("%s:%d: %s.%n", file, e.line(), e.getMessage());
        } catch (CharacterCodingException e) {
            out.printf("%s is not in UTF-8.%n", file);
        } catch (IOException e) {
            out.printf("%s cannot be read.%n", file);
        }
        return UNUSABLE;
    }

    private int check(Path file, List<Row> rows, boolean strict) {
        Set<String> idle = new LinkedHashSet<>(policy.ruleNames());
        int surprises = 0;
        for (Row row : rows) {
            Decision decision = policy.decide(row.caller(), row.action(), row.channel());
            idle.removeAll(decision.fold(allowed -> Set.of(allowed.rule()), denied -> Set.<String>of()));
            if (!row.expected().isMetBy(decision)) {
                surprises++;
                report(file, row, decision);
            }
        }
        idle.forEach(
                rule -> out.printf("%s: no row is allowed by the rule %s.%n", strict ? "unexpected" : "warning", rule));
        out.printf("%d rows, %d as expected, %d not.%n", rows.size(), rows.size() - surprises, surprises);
        return surprises > 0 || (strict && !idle.isEmpty()) ? SURPRISE : AS_EXPECTED;
    }

    private void report(Path file, Row row, Decision decision) {
        out.printf(
                "%s:%d: %s %s %s: expected %s, was %s%n",
                file,
                row.line(),
                row.claims(),
                Row.write(row.action()),
                row.channel(),
                row.expected(),
                Expected.write(decision));
        Explanation explanation = policy.explain(row.caller(), row.action(), row.channel());
        explanation.others().stream().limit(MAX_EXPLAINED).forEach(other -> out.println("    " + other));
        int more = explanation.others().size() - MAX_EXPLAINED + explanation.unlisted();
        if (more > 0) {
            out.printf("    and %d more rules%n", more);
        }
    }

    /**
     * Tells who can join a channel.
     *
     * @return the exit code
     */
    public int whoCanJoin(String name) {
        ChannelName channel;
        try {
            channel = new ChannelName(name);
        } catch (InvalidNameException e) {
            out.println(e.reason() + ".");
            return UNUSABLE;
        }
        if (channel.kind().isPublic()) {
            out.println(channel + " is a public channel, which everyone may join without asking.");
            return AS_EXPECTED;
        }
        List<Admission> admissions = policy.whoMay(Action.SUBSCRIBE, channel);
        if (admissions.isEmpty()) {
            out.println("Nobody can join " + channel + ".");
        }
        admissions.forEach(out::println);
        return AS_EXPECTED;
    }
}
