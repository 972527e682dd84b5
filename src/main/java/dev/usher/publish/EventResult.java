package dev.usher.publish;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.usher.problem.CorrelationId;
import dev.usher.problem.Problem;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of one event of a batch.
 *
 * @param status what the event alone would have been answered with
 * @param channels by channel, what {@code info} asked for; if it was accepted
 * @param problem the members of the problem document, if it was not
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
record EventResult(
        @JsonProperty("status") int status,
        @JsonProperty("channels") @Nullable Map<String, Map<String, Object>> channels,
        @JsonProperty("problem") @Nullable Map<String, Object> problem) {

    private static final int OK = 200;

    static EventResult of(PublishOutcome.Accepted accepted) {
        return new EventResult(OK, accepted.attributes(), null);
    }

    /** Logs the problem as well. */
    static EventResult of(Problem problem, CorrelationId id) {
        return new EventResult(problem.type().status(), null, problem.asMember(id));
    }
}
