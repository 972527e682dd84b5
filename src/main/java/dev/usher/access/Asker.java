package dev.usher.access;

import dev.usher.policy.Caller;
import dev.usher.problem.CorrelationId;

/**
 * Who asks, and under what the log has what comes of it.
 *
 * @param id the request's, or that of a part of it which is answered on its own
 */
public record Asker(Caller caller, CorrelationId id) {

    /** The same caller with a part of the request. */
    public Asker withPart() {
        return new Asker(caller, CorrelationId.random());
    }
}
