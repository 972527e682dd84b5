package dev.usher.request;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/**
 * The answer to a call that went well. It is JSON whatever the client says it accepts: pusher-java-client names image
 * types and not JSON, and it is too late to refuse an event that has been published.
 */
public final class JsonAnswer {

    /**
     * Every answer is for the one who asked. A cache on the way knows that of calls with an Authorization header (RFC
     * 9111, section 3.5), and not of those with a cookie.
     */
    private static final String NO_STORE = "no-store";

    private JsonAnswer() {}

    /** {@code 200} with this body: clients of the protocol take no other status for success. */
    public static <T> RestResponse<T> ok(T body) {
        return ResponseBuilder.ok(body, MediaType.APPLICATION_JSON_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, NO_STORE)
                .build();
    }
}
