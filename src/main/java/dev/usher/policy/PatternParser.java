package dev.usher.policy;

import dev.usher.channel.Alphabet;
import dev.usher.channel.ChannelName;
import dev.usher.policy.Segment.Literal;
import dev.usher.policy.Segment.Placeholder;
import dev.usher.policy.Segment.Wildcard;
import java.util.ArrayList;
import java.util.List;

/** Reads a pattern and refuses those under which one caller could reach what belongs to another. */
final class PatternParser {

    private final String source;
    private final List<Segment> segments = new ArrayList<>();
    private final StringBuilder literal = new StringBuilder();

    private PatternParser(String source) {
        this.source = source;
    }

    static List<Segment> parse(String source) {
        PatternParser parser = new PatternParser(source);
        parser.readSegments();
        parser.refuseAmbiguity();
        parser.refuseLongerThanNames();
        return List.copyOf(parser.segments);
    }

    private void readSegments() {
        for (int at = 0; at < source.length(); at++) {
            char c = source.charAt(at);
            switch (c) {
                case '*' -> addVariable(new Wildcard());
                case '{' -> {
                    int end = source.indexOf('}', at);
                    if (end <= at + 1) {
                        throw refuse("has a { without a claim's name and a } behind it");
                    }
                    addVariable(placeholder(source.substring(at + 1, end)));
                    at = end;
                }
                default -> addToLiteral(c);
            }
        }
        endLiteral();
        if (segments.isEmpty()) {
            throw refuse("is empty");
        }
        if (segments.get(0) instanceof Placeholder) {
            throw refuse("begins with a placeholder, so that a claim would choose the kind of channel; begin with a "
                    + "prefix such as private-");
        }
    }

    private Placeholder placeholder(String claim) {
        if (!claim.strip().equals(claim) || claim.indexOf('{') >= 0) {
            throw refuse(
                    "has white space or a { beside the claim's name in {%s}; write the name alone".formatted(claim));
        }
        return new Placeholder(claim);
    }

    private void addToLiteral(char c) {
        if (!Alphabet.contains(c)) {
            throw refuse("holds the character '%c', which no channel may hold".formatted(c));
        }
        literal.append(c);
    }

    private void addVariable(Segment variable) {
        if (literal.length() > 0 && literal.charAt(literal.length() - 1) == '=') {
            throw refuse("has a = right before a placeholder or a wildcard, where it reads as the start of an encoded "
                    + "character; put another character between them");
        }
        endLiteral();
        segments.add(variable);
    }

    private void endLiteral() {
        if (literal.length() > 0) {
            segments.add(new Literal(literal.toString()));
            literal.setLength(0);
        }
    }

    private void refuseAmbiguity() {
        for (int i = 0; i < segments.size(); i++) {
            Segment segment = segments.get(i);
            if (segment instanceof Placeholder && hasWildcard(0, i) && hasWildcard(i, segments.size())) {
                throw refuse("has a placeholder between two wildcards, so that a channel could be read as several "
                        + "users' own; use one wildcard");
            }
            if (!(segment instanceof Literal) && i + 1 < segments.size()) {
                refuseUnclearEnd(i);
            }
        }
    }

    private boolean hasWildcard(int from, int to) {
        return segments.subList(from, to).stream().anyMatch(Wildcard.class::isInstance);
    }

    /** Refuses a variable part of which a name would not tell where it ends and the next variable part begins. */
    private void refuseUnclearEnd(int index) {
        String between = segments.get(index + 1) instanceof Literal next ? next.text() : "";
        int nextIndex = between.isEmpty() ? index + 1 : index + 2;
        if (nextIndex == segments.size() || Alphabet.marks(between) > 0) {
            return;
        }
        Segment variable = segments.get(index);
        Segment next = segments.get(nextIndex);
        if (variable instanceof Placeholder || next instanceof Placeholder) {
            throw refuse(("would let one caller into another's channels, because \"%s\" between %s and %s may also "
                            + "stand in a claim, as in user 1 and user 1-2; write %s=.%s%s")
                    .formatted(
                            between,
                            show(variable),
                            show(next),
                            show(variable),
                            between.length() > 1 ? between : "",
                            show(next)));
        }
        if (between.isEmpty()) {
            throw refuse("has two wildcards in a row; write one");
        }
    }

    private void refuseLongerThanNames() {
        int least = segments.stream()
                .mapToInt(
                        segment -> segment instanceof Literal text ? text.text().length() : 1)
                .sum();
        if (least > ChannelName.MAX_LENGTH) {
            throw refuse("means names of at least %d characters, and no channel has more than %d"
                    .formatted(least, ChannelName.MAX_LENGTH));
        }
    }

    private static String show(Segment segment) {
        return segment instanceof Placeholder placeholder ? "{" + placeholder.claim() + "}" : "*";
    }

    private UnsafePatternException refuse(String reason) {
        return new UnsafePatternException(source, reason);
    }
}
