package dev.usher.policy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a claim must hold for a rule to count, written {@code name=value}, {@code name=value|other}, or {@code name}
 * alone.
 *
 * <ul>
 *   <li>The name is a path as in a {@linkplain ChannelPattern pattern's} placeholder. What follows the first {@code =}
 *       are the values, one of which the claim must hold; an array, as any of its elements. They are compared as texts,
 *       so {@code true} is true as well as "true". A {@code |} in a value is written {@code ||}.
 *   <li>A name alone asks for the claim to be there: to hold a text, a whole number or true. What is empty or false is
 *       as good as missing, or {@code email_verified} would let those in who have not verified theirs.
 * </ul>
 *
 * @param path the claim's name
 * @param values one of which it must hold; any will do where this is empty
 */
public record RequiredClaim(String path, NavigableSet<String> values) {

    private static final String FALSE = "false";

    public RequiredClaim {
        values = Collections.unmodifiableNavigableSet(new TreeSet<>(values));
    }

    /** A claim that must hold this very value. */
    static RequiredClaim of(String path, String value) {
        return new RequiredClaim(path, new TreeSet<>(List.of(value)));
    }

    /** @throws UnusableRuleException if the text asks for nothing, or for what no claim can hold */
    public static RequiredClaim parse(String text) {
        int equals = text.indexOf('=');
        String path = equals < 0 ? text : text.substring(0, equals);
        List<String> values = equals < 0 ? List.of() : split(text.substring(equals + 1));
        if (isBlankAtAnEnd(path)) {
            throw refuse(text, "has no claim's name, or white space beside it");
        }
        if (values.stream().anyMatch(RequiredClaim::isBlankAtAnEnd)) {
            throw refuse(text, "has an empty value, or white space beside one");
        }
        return new RequiredClaim(path, new TreeSet<>(values));
    }

    private static boolean isBlankAtAnEnd(String text) {
        return text.isEmpty() || !text.strip().equals(text);
    }

    private static List<String> split(String text) {
        List<String> values = new ArrayList<>();
        StringBuilder value = new StringBuilder();
        for (int at = 0; at < text.length(); at++) {
            boolean separates = text.charAt(at) == '|';
            if (separates && at + 1 < text.length() && text.charAt(at + 1) == '|') {
                at++;
                separates = false;
            }
            if (separates) {
                values.add(value.toString());
                value.setLength(0);
            } else {
                value.append(text.charAt(at));
            }
        }
        values.add(value.toString());
        return values;
    }

    private static UnusableRuleException refuse(String text, String reason) {
        return new UnusableRuleException(
                "the required claim \"%s\" %s; write name=value, name=value|other, or the name alone"
                        .formatted(text, reason));
    }

    boolean isMetBy(Claims claims) {
        List<String> held = claims.texts(path);
        return values.isEmpty()
                ? held.stream().anyMatch(text -> !text.equals(FALSE))
                : held.stream().anyMatch(values::contains);
    }

    /** Whether nobody can meet the other one without meeting this one too. */
    boolean followsFrom(RequiredClaim other) {
        return path.equals(other.path)
                && (values.isEmpty()
                        ? !other.values.contains(FALSE)
                        : !other.values.isEmpty() && values.containsAll(other.values));
    }

    /** As it is written in the configuration. */
    @Override
    public String toString() {
        return values.isEmpty()
                ? path
                : values.stream()
                        .map(value -> value.replace("|", "||"))
                        .collect(Collectors.joining("|", path + "=", ""));
    }
}
