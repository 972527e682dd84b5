package dev.usher.delivery;

import java.util.List;

/** One request of publishing: a part alone, to one or more destinations, or a batch of parts of one destination each. */
public record Call(List<Part> parts) {

    /** @throws IllegalArgumentException if there is nothing in it, or what cannot go in a batch */
    public Call {
        parts = List.copyOf(parts);
        if (parts.isEmpty() || (parts.size() > 1 && !parts.stream().allMatch(Part::isSingle))) {
            throw new IllegalArgumentException("no call of publishing");
        }
    }

    public boolean isBatch() {
        return parts.size() > 1;
    }
}
