package dev.usher.delivery;

import io.opentelemetry.api.trace.SpanContext;
import java.util.List;
import java.util.Set;

/**
 * One request of publishing: a part alone, to one or more destinations, or a batch of parts of one destination each.
 *
 * @param callers the spans of those whose events these are
 * @param resends how often the same was sent before
 */
public record Call(List<Part> parts, Set<SpanContext> callers, int resends) {

    /** @throws IllegalArgumentException if there is nothing in it, or what cannot go in a batch */
    public Call {
        parts = List.copyOf(parts);
        callers = Set.copyOf(callers);
        if (parts.isEmpty() || (parts.size() > 1 && !parts.stream().allMatch(Part::isSingle))) {
            throw new IllegalArgumentException("no call of publishing");
        }
    }

    /** One for the first time, and for nobody in particular. */
    public Call(List<Part> parts) {
        this(parts, Set.of(), 0);
    }

    public boolean isBatch() {
        return parts.size() > 1;
    }
}
