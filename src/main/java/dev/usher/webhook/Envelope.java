package dev.usher.webhook;

import io.vertx.core.MultiMap;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A webhook as it came, to the last byte: what its signature is over, and what the application is sent. */
final class Envelope {

    static final String KEY = "X-Pusher-Key";
    static final String SIGNATURE = "X-Pusher-Signature";
    static final String CONTENT_TYPE = "Content-Type";

    /** Copied, and nothing else of them: they outlive the request, and whatever else it carried is not theirs. */
    private final Map<String, List<String>> headers;

    private final byte[] body;

    Envelope(MultiMap headers, byte[] body) {
        this.headers = Stream.of(KEY, SIGNATURE, CONTENT_TYPE)
                .collect(Collectors.toUnmodifiableMap(Function.identity(), name -> List.copyOf(headers.getAll(name))));
        this.body = body.clone();
    }

    /** The value of a header that is there exactly once. Of two, nobody could tell which one another program read. */
    Optional<String> header(String name) {
        List<String> values = headers.getOrDefault(name, List.of());
        return values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
    }

    byte[] body() {
        return body.clone();
    }

    /** What tells this webhook from every other: the SHA-256 of its body. */
    String digest() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK lacks SHA-256, which every JDK must have", e);
        }
    }
}
