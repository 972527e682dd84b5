package dev.usher.policy;

import dev.usher.channel.Alphabet;
import dev.usher.channel.ChannelKind;
import dev.usher.channel.ChannelName;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The channels that a rule is about, such as {@code private-user-{sub}} or {@code presence-*}.
 *
 * <ul>
 *   <li>{@code {claim}} stands for what the caller's token says, {@linkplain Alphabet#encode encoded}; where a claim
 *       is an array, for any of its elements. A claim that is missing or empty stands for nothing.
 *   <li>{@code *} stands for one or more legal characters, whatever they are.
 *   <li>The kind of channel is part of the pattern: {@code private-*} says nothing about {@code private-encrypted-x}
 *       or {@code presence-x}. A pattern that begins with a wildcard is about channels of
 *       any kind; none may begin with a placeholder.
 * </ul>
 *
 * <p><b>Why no user reaches what belongs to another.</b> The channel is never taken apart to find a user in it: it is
 * compared with what the caller's claims say. That alone would not do for {@code private-user-{sub}-*}, under which
 * user {@code 1} would reach {@code private-user-1-2}, user {@code 1-2}'s own channel. So wherever two variable parts
 * follow each other and one of them is a placeholder, the text between them must hold a mark that no encoded claim can
 * hold, such as {@code =.}: under {@code private-user-{sub}=.*} a channel tells in exactly one way where the claim
 * ends. A placeholder between two wildcards is refused for the same reason.
 */
public final class ChannelPattern {

    private final String source;
    private final List<Segment> segments;
    private final Optional<ChannelKind> kind;
    private final boolean open;
    private final String head;
    private final String tail;
    private final String middle;

    private ChannelPattern(String source, List<Segment> segments) {
        this.source = source;
        this.segments = segments;
        this.kind = segments.get(0) instanceof Segment.Literal start
                ? Optional.of(ChannelKind.of(start.text()))
                : Optional.empty();
        this.open = segments.contains(new Segment.Wildcard());
        this.head = textOf(segments.get(0));
        this.tail = textOf(segments.get(segments.size() - 1));
        this.middle = middleOf(segments);
    }

    /** @throws UnsafePatternException if it is no pattern, or one that could let a caller into another's channels */
    public static ChannelPattern compile(String source) {
        return new ChannelPattern(source, PatternParser.parse(source));
    }

    /**
     * Whether a claim could make this pattern mean a channel that the other one means for somebody else, because it
     * stands where the other one still has text or another claim. {@code private-{nick}} does so to {@code
     * private-user-{sub}}: someone may go by {@code user-43}.
     */
    boolean reachesInto(ChannelPattern other) {
        if (!opensWithClaim() || !other.opensWithClaim() || !kind.equals(other.kind)) {
            return false;
        }
        return other.head().startsWith(head())
                && !(other.head().equals(head()) && other.segments.get(1).equals(segments.get(1)))
                && !(other.hasFewerMarksThan(this) || hasFewerMarksThan(other));
    }

    /** Whether it begins with text and a claim behind it. A wildcard there would be meant as it is written. */
    private boolean opensWithClaim() {
        return segments.size() > 1 && segments.get(1) instanceof Segment.Placeholder;
    }

    /** What each of its channels begins with; empty where that is a wildcard. */
    String head() {
        return head;
    }

    /** What each of its channels ends with; empty where that is a claim or a wildcard. */
    String tail() {
        return tail;
    }

    /** What each of its channels holds somewhere from a mark on; empty if there is no such text within it. */
    String middle() {
        return middle;
    }

    private static String textOf(Segment segment) {
        return segment instanceof Segment.Literal literal ? literal.text() : "";
    }

    private static String middleOf(List<Segment> segments) {
        String longest = "";
        for (Segment segment : segments.subList(1, segments.size())) {
            String text = Alphabet.fromFirstMark(textOf(segment));
            longest = text.length() > longest.length() ? text : longest;
        }
        return longest;
    }

    /** The kind of its channels, or empty if they are of any kind. */
    Optional<ChannelKind> kind() {
        return kind;
    }

    /** The claims that it has placeholders for. */
    List<String> claims() {
        return segments.stream()
                .filter(Segment.Placeholder.class::isInstance)
                .map(segment -> ((Segment.Placeholder) segment).claim())
                .distinct()
                .toList();
    }

    /** All by which {@link #reachesInto} tells patterns apart: of those that have the same, one stands for all. */
    record Opening(String head, String claim, boolean open, int marks) {}

    /** What it begins with, if that is text and a claim; no other pattern reaches into others. */
    Optional<Opening> opening() {
        return opensWithClaim()
                ? Optional.of(new Opening(head(), segments.get(1).toString(), isOpen(), marks()))
                : Optional.empty();
    }

    /** What the claims of its placeholders would have to hold for it to mean the channel; empty if it never does. */
    Optional<List<RequiredClaim>> unfill(ChannelName channel) {
        return mayMean(channel) ? new Unfilling(segments, channel.value()).claims() : Optional.empty();
    }

    /** Whether no channel of this pattern has as many marks as each of the other one's has. */
    private boolean hasFewerMarksThan(ChannelPattern other) {
        return !isOpen() && marks() < other.marks();
    }

    private int marks() {
        return segments.stream()
                .mapToInt(segment -> segment instanceof Segment.Literal literal ? Alphabet.marks(literal.text()) : 0)
                .sum();
    }

    /** Whether the channel is of the kind, and holds the text, that each of its channels is of and holds. */
    private boolean mayMean(ChannelName channel) {
        String name = channel.value();
        return kind.filter(own -> own != channel.kind()).isEmpty()
                && name.startsWith(head)
                && name.endsWith(tail)
                && name.contains(middle);
    }

    boolean matches(ChannelName channel, Claims claims) {
        if (!mayMean(channel)) {
            return false;
        }
        String name = channel.value();
        BitSet places = new BitSet();
        places.set(0);
        for (Segment segment : segments) {
            places = segment.advance(places, name, claims);
        }
        return places.get(name.length());
    }

    /** Whether it means more channels than the claims can tell one by one. */
    boolean isOpen() {
        return open;
    }

    /**
     * Fills in the claims, once for each combination of their values: the results are names of channels, or patterns
     * with nothing but wildcards left in them where this one {@linkplain #isOpen() is open}. Combinations that no
     * channel can have for a name are left out.
     *
     * @param filling takes the results, and says when to stop
     */
    void fillIn(Claims claims, Filling filling) {
        fillIn("", segments, claims, filling);
    }

    private void fillIn(String beginning, List<Segment> rest, Claims claims, Filling filling) {
        if (!filling.wantsMoreOf(this) || beginning.length() > ChannelName.MAX_LENGTH) {
            return;
        }
        if (rest.isEmpty()) {
            if (kind.map(own -> own == ChannelKind.of(beginning)).orElse(true)) {
                filling.add(this, beginning);
            }
            return;
        }
        for (String reading : rest.get(0).readings(claims)) {
            fillIn(beginning + reading, rest.subList(1, rest.size()), claims, filling);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ChannelPattern pattern && segments.equals(pattern.segments);
    }

    @Override
    public int hashCode() {
        return segments.hashCode();
    }

    /** The pattern as it was written. */
    @Override
    public String toString() {
        return source;
    }
}
