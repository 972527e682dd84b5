package dev.usher.policy;

import dev.usher.channel.Alphabet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Something that clauses can be told apart by. A clause may have no value of it; then any question may concern it. */
enum Trait {
    /** The text that a channel's name begins with. */
    HEAD {
        @Override
        Keys keysOf(List<Clause> clauses) {
            return clause -> textOrNone(clause.pattern().head());
        }

        @Override
        Lookup lookup(Set<String> keys) {
            int[] lengths = lengths(keys);
            return question -> {
                String name = question.channel();
                List<String> heads = new ArrayList<>(lengths.length);
                for (int length : lengths) {
                    if (length <= name.length()) {
                        heads.add(name.substring(0, length));
                    }
                }
                return heads;
            };
        }
    },

    /** The text that a channel's name ends with. */
    TAIL {
        @Override
        Keys keysOf(List<Clause> clauses) {
            return clause -> textOrNone(clause.pattern().tail());
        }

        @Override
        Lookup lookup(Set<String> keys) {
            int[] lengths = lengths(keys);
            return question -> {
                String name = question.channel();
                List<String> tails = new ArrayList<>(lengths.length);
                for (int length : lengths) {
                    if (length <= name.length()) {
                        tails.add(name.substring(name.length() - length));
                    }
                }
                return tails;
            };
        }
    },

    /**
     * The text from a mark on that stands between claims or wildcards: of several, the longest. Where a name holds a
     * mark is quickly seen.
     */
    MIDDLE {
        @Override
        Keys keysOf(List<Clause> clauses) {
            return clause -> textOrNone(clause.pattern().middle());
        }

        @Override
        Lookup lookup(Set<String> keys) {
            int[] lengths = lengths(keys);
            return question -> {
                String name = question.channel();
                List<String> middles = new ArrayList<>();
                for (int place = 0; place < name.length(); place++) {
                    for (int length : Alphabet.isMark(name, place) ? lengths : NONE) {
                        if (place + length <= name.length()) {
                            middles.add(name.substring(place, place + length));
                        }
                    }
                }
                return middles;
            };
        }
    },

    /** The roles, one of which a caller needs. */
    ROLE {
        @Override
        Keys keysOf(List<Clause> clauses) {
            return clause -> List.copyOf(clause.rule().roles());
        }

        @Override
        Lookup lookup(Set<String> keys) {
            return Question::roles;
        }
    },

    /** The values of a required claim: of several claims, the one whose values the fewest clauses ask for. */
    CLAIM {
        @Override
        Keys keysOf(List<Clause> clauses) {
            Map<String, Integer> askedFor = new HashMap<>();
            clauses.stream()
                    .flatMap(Trait::claimsWithValues)
                    .flatMap(claim -> keys(claim.path(), claim.values()).stream())
                    .forEach(key -> askedFor.merge(key, 1, Integer::sum));
            return clause -> claimsWithValues(clause)
                    .map(claim -> keys(claim.path(), claim.values()))
                    .min(Comparator.comparingInt(
                            keys -> keys.stream().mapToInt(askedFor::get).sum()))
                    .orElse(List.of());
        }

        @Override
        Lookup lookup(Set<String> keys) {
            List<String> paths = keys.stream()
                    .map(key -> key.substring(0, key.indexOf(BETWEEN)))
                    .distinct()
                    .toList();
            return question -> {
                List<String> held = new ArrayList<>();
                paths.forEach(path -> held.addAll(keys(path, question.claims().texts(path))));
                return held;
            };
        }
    };

    /** What can be told of a caller, whatever the channel. */
    static final List<Trait> OF_CALLERS = List.of(ROLE, CLAIM);

    /** What can be told of a caller and a channel. */
    static final List<Trait> ALL = List.of(HEAD, TAIL, MIDDLE, ROLE, CLAIM);

    private static final int[] NONE = {};

    /** Stands between a claim's name and its value. No name that is written in a setting holds it. */
    private static final char BETWEEN = '\0';

    /** The values that a clause has. */
    @FunctionalInterface
    interface Keys {
        List<String> of(Clause clause);
    }

    /** The values that a question has, as far as any clause has them. */
    @FunctionalInterface
    interface Lookup {
        Collection<String> keys(Question question);
    }

    /** Tells the values of each of these clauses. */
    abstract Keys keysOf(List<Clause> clauses);

    /** @param keys all values that clauses have */
    abstract Lookup lookup(Set<String> keys);

    private static List<String> textOrNone(String text) {
        return text.isEmpty() ? List.of() : List.of(text);
    }

    private static int[] lengths(Set<String> keys) {
        return keys.stream().mapToInt(String::length).distinct().toArray();
    }

    private static Stream<RequiredClaim> claimsWithValues(Clause clause) {
        return clause.rule().claims().stream().filter(claim -> !claim.values().isEmpty());
    }

    private static List<String> keys(String path, Collection<String> values) {
        return values.stream().map(value -> path + BETWEEN + value).toList();
    }
}
