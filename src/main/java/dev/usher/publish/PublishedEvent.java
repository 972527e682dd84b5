package dev.usher.publish;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Map;

/**
 * That an event was published.
 *
 * @param channels by channel, what {@code info} asked for
 */
@RegisterForReflection
record PublishedEvent(@JsonProperty("channels") Map<String, Map<String, Object>> channels) {

    static PublishedEvent of(PublishOutcome.Accepted accepted) {
        return new PublishedEvent(accepted.attributes());
    }
}
