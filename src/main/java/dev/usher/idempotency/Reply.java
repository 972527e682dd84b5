package dev.usher.idempotency;

import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/**
 * What one sending of a call is answered with.
 *
 * @param replayed whether the answer is that of another sending, and this one had nothing done
 */
public record Reply(Answer answer, boolean replayed) {

    /** No standard: what others who have such keys call it. */
    static final String REPLAYED = "Idempotency-Replayed";

    /** The same for another sending. */
    Reply again() {
        return new Reply(answer, true);
    }

    /** As it goes out. The body is a text that is JSON. */
    public RestResponse<Object> asResponse() {
        ResponseBuilder<Object> response = ResponseBuilder.create(answer.status(), null)
                .entity((Object) answer.json())
                .header(HttpHeaders.CONTENT_TYPE, answer.mediaType())
                .header(HttpHeaders.CACHE_CONTROL, "no-store");
        answer.retryAfter().ifPresent(seconds -> response.header(HttpHeaders.RETRY_AFTER, seconds));
        return (replayed ? response.header(REPLAYED, "true") : response).build();
    }
}
