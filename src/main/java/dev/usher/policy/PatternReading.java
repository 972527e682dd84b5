package dev.usher.policy;

import java.util.List;

/**
 * How a pattern reads when a caller's claims are filled in.
 *
 * @param pattern as it was written
 * @param reads names of channels, or patterns in which wildcards are left, and no more than {@value #MAX_READS}
 * @param missing the claims that hold nothing to fill in, because of which it means no channel
 * @param complete whether these are all readings
 */
public record PatternReading(String pattern, List<String> reads, List<String> missing, boolean complete) {

    /** Enough to see what kind of names they are. */
    static final int MAX_READS = 5;

    /** A pattern has far fewer readings, unless somebody made it so. */
    private static final int MAX_STEPS = 1_000;

    public PatternReading {
        reads = List.copyOf(reads);
        missing = List.copyOf(missing);
    }

    static PatternReading of(ChannelPattern pattern, Claims claims) {
        Filling filling = new Filling(MAX_READS, MAX_STEPS);
        pattern.fillIn(claims, filling);
        Reach reach = filling.toReach();
        return new PatternReading(
                pattern.toString(),
                pattern.isOpen() ? reach.patterns() : reach.names(),
                pattern.claims().stream()
                        .filter(claim -> claims.encodedTexts(claim).isEmpty())
                        .toList(),
                reach.complete());
    }

    String sentence() {
        if (!missing.isEmpty()) {
            return "%s means nothing here: there is nothing to name a channel after in %s"
                    .formatted(pattern, String.join(" and ", missing));
        }
        if (reads.isEmpty()) {
            return pattern + " means no name here that a channel can have";
        }
        if (reads.equals(List.of(pattern))) {
            return pattern + " does not mean this channel";
        }
        return "%s reads %s%s".formatted(pattern, String.join(", ", reads), complete ? "" : " and more");
    }
}
