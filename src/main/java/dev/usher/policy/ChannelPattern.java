package dev.usher.policy;

import dev.usher.channel.Alphabet;
import dev.usher.channel.ChannelKind;
import dev.usher.channel.ChannelName;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

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

    private final List<Segment> segments;
    private final Optional<ChannelKind> kind;

    private ChannelPattern(List<Segment> segments) {
        this.segments = segments;
        this.kind = segments.get(0) instanceof Segment.Literal start
                ? Optional.of(ChannelKind.of(start.text()))
                : Optional.empty();
    }

    /** @throws UnsafePatternException if it is no pattern, or one that could let a caller into another's channels */
    public static ChannelPattern compile(String source) {
        return new ChannelPattern(PatternParser.parse(source));
    }

    boolean matches(ChannelName channel, Claims claims) {
        if (kind.isPresent() && kind.get() != channel.kind()) {
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
}
