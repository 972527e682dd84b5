package dev.usher.fuzz;

import java.util.List;
import java.util.SplittableRandom;

/** Chance that can be repeated: the same seed and number make the same request. */
final class Dice {

    private final SplittableRandom random;

    Dice(long seed, long number) {
        this.random = new SplittableRandom(seed * 1_000_003 + number);
    }

    /** From 0 to {@code bound - 1}. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    boolean oneIn(int n) {
        return below(n) == 0;
    }

    <T> T oneOf(List<T> choices) {
        return choices.get(below(choices.size()));
    }

    @SafeVarargs
    final <T> T oneOf(T first, T... others) {
        int choice = below(others.length + 1);
        return choice == 0 ? first : others[choice - 1];
    }

    byte anyByte() {
        return (byte) below(256);
    }
}
