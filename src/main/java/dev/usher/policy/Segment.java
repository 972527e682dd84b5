package dev.usher.policy;

import java.util.BitSet;
import java.util.List;

/** One part of a pattern. */
sealed interface Segment {

    /**
     * Where in the name a match can stand behind this part, if it can stand at any of the given places before it. All
     * places are followed at once, so that no pattern and no claim makes a match take more than the name's length
     * times the number of parts and of a claim's values.
     */
    BitSet advance(BitSet places, String name, Claims claims);

    /** How this part can read in a pattern of which the claims have been filled in. */
    List<String> readings(Claims claims);

    /** Text that a name must hold as it is. */
    record Literal(String text) implements Segment {
        @Override
        public List<String> readings(Claims claims) {
            return List.of(text);
        }

        @Override
        public BitSet advance(BitSet places, String name, Claims claims) {
            return behind(List.of(text), places, name);
        }
    }

    /** What the caller's token says. */
    record Placeholder(String claim) implements Segment {
        @Override
        public List<String> readings(Claims claims) {
            return claims.encodedTexts(claim);
        }

        @Override
        public BitSet advance(BitSet places, String name, Claims claims) {
            return behind(readings(claims), places, name);
        }
    }

    /** One or more legal characters; that they are legal, the type of the name has seen to. */
    record Wildcard() implements Segment {
        @Override
        public List<String> readings(Claims claims) {
            return List.of("*");
        }

        @Override
        public BitSet advance(BitSet places, String name, Claims claims) {
            BitSet behind = new BitSet();
            int first = places.nextSetBit(0);
            if (first >= 0 && first < name.length()) {
                behind.set(first + 1, name.length() + 1);
            }
            return behind;
        }
    }

    private static BitSet behind(List<String> texts, BitSet places, String name) {
        BitSet behind = new BitSet();
        places.stream().forEach(place -> texts.stream()
                .filter(text -> name.startsWith(text, place))
                .forEach(text -> behind.set(place + text.length())));
        return behind;
    }
}
