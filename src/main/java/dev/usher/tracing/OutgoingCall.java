package dev.usher.tracing;

import io.opentelemetry.api.trace.SpanContext;
import java.util.Set;

/**
 * A call to another server, as its span tells of it: never its URL, which is signed, or names channels and users.
 *
 * @param method of HTTP
 * @param template the path of the API, with what varies in braces
 * @param callers for whom it is made; none if Usher makes it by itself
 * @param events how many it carries
 * @param resends how often the same was sent before
 */
public record OutgoingCall(
        String method, String template, Server server, Set<SpanContext> callers, int events, int resends) {

    public OutgoingCall {
        callers = Set.copyOf(callers);
    }

    /** Where it goes. */
    public record Server(String host, int port) {}
}
