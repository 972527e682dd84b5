package dev.usher.publish;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;

/**
 * That an event was published.
 *
 * @param channels by channel, what {@code info} asked for
 */
record PublishedEvent(@JsonProperty("channels") Map<String, Map<String, Object>> channels) {

    static PublishedEvent of(PublishOutcome.Accepted accepted) {
        return new PublishedEvent(accepted.attributes());
    }
}
