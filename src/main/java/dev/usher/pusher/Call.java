package dev.usher.pusher;

import java.util.List;

/** One request of publishing: a part alone, to one or more destinations, or a batch of parts of one destination each. */
record Call(List<Part> parts) {

    /** @throws IllegalArgumentException if there is nothing in it, or what cannot go in a batch */
    Call {
        parts = List.copyOf(parts);
        if (parts.isEmpty() || (parts.size() > 1 && !parts.stream().allMatch(Part::isSingle))) {
            throw new IllegalArgumentException("no call of publishing");
        }
    }

    static Call of(Part part) {
        return new Call(List.of(part));
    }

    boolean isBatch() {
        return parts.size() > 1;
    }
}
