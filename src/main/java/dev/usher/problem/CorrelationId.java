package dev.usher.problem;

import io.vertx.ext.web.RoutingContext;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Under what a request, or a part of one, is found in the log; a problem document has it as its {@code instance}. It is
 * always ours: what callers send along under such a name, they choose.
 *
 * @param uri {@code urn:uuid:…} (RFC 9562)
 */
public record CorrelationId(String uri) {

    private static final String KEY = CorrelationId.class.getName();

    // RFC 9562, section 5.4.
    private static final long VERSION_MASK = 0xF000L;
    private static final long VERSION_4 = 0x4000L;
    private static final long VARIANT_MASK = 0b11L << 62;
    private static final long VARIANT = 0b10L << 62;

    /** That of a part of a request, which is answered for on its own. */
    public static CorrelationId random() {
        // It need not be hard to guess, and a hundred channels need a hundred of them: the operating system's
        // randomness
        // is behind a lock that all event loops share.
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = (random.nextLong() & ~VERSION_MASK) | VERSION_4;
        long low = (random.nextLong() & ~VARIANT_MASK) | VARIANT;
        return new CorrelationId("urn:uuid:" + new UUID(high, low));
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
