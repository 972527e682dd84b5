package dev.usher.problem;

import io.vertx.ext.web.RoutingContext;
import java.util.UUID;

/**
 * Under what a request, or a part of one, is found in the log; a problem document has it as its {@code instance}. It is
 * always ours: what callers send along under such a name, they choose.
 *
 * @param uri {@code urn:uuid:…} (RFC 9562)
 */
public record CorrelationId(String uri) {

    private static final String KEY = CorrelationId.class.getName();

    /** That of a part of a request, which is answered for on its own. */
    public static CorrelationId random() {
        return new CorrelationId("urn:uuid:" + UUID.randomUUID());
    }

    /** That of a request, the same whoever asks for it. */
    public static CorrelationId of(RoutingContext request) {
        CorrelationId known = request.get(KEY);
        if (known != null) {
            return known;
        }
        CorrelationId id = random();
        request.put(KEY, id);
        return id;
    }

    @Override
    public String toString() {
        return uri;
    }
}
