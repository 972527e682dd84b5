package dev.usher.idempotency;

import dev.usher.problem.Problem;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name that a caller gives to a call, so that it can be sent again without harm.
 *
 * @param value 1 to {@value #MAX_LENGTH} printable ASCII characters
 * @see <a href="https://datatracker.ietf.org/doc/html/draft-ietf-httpapi-idempotency-key-header">The Idempotency-Key
 *     HTTP header field</a>
 */
public record IdempotencyKey(String value) {

    /** What the header is called. */
    public static final String HEADER = "Idempotency-Key";

    /** Ours. A UUID has 36; who needs more than this has put something else into it. */
    static final int MAX_LENGTH = 255;

    /** With its quotes, and each character an escape. What is longer need not be looked at. */
    private static final int MAX_WRITTEN = 2 * MAX_LENGTH + 2;

    /** A string as the draft wants it: RFC 9651, section 3.3.3. */
    private static final Pattern QUOTED = Pattern.compile("\"((?:[ !#-\\[\\]-~]|\\\\[\"\\\\])*)\"");

    private static final Pattern ESCAPE = Pattern.compile("\\\\(.)");

    /**
     * As most clients send it. Without quotes, a comma could join two headers, a semicolon begin a parameter, and a
     * space be lost: a key with one of these needs quotes.
     */
    private static final Pattern BARE = Pattern.compile("[!#-+\\--:<-\\[\\]-~]+");

    private static final Pattern PRINTABLE = Pattern.compile("[ -~]{1," + MAX_LENGTH + "}");

    /** @throws IllegalArgumentException if the value is no key; the message does not show it */
    public IdempotencyKey {
        if (!PRINTABLE.matcher(value).matches()) {
            throw new IllegalArgumentException("a key of %d characters (expected: 1 to %d, all printable ASCII)"
                    .formatted(value.length(), MAX_LENGTH));
        }
    }

    /**
     * The key of a request, or empty if it has none.
     *
     * @throws dev.usher.problem.ProblemException if it has two, or one that is none
     */
    public static Optional<IdempotencyKey> of(HttpServerRequest request) {
        return parse(request.headers().getAll(HEADER));
    }

    static Optional<IdempotencyKey> parse(List<String> headers) {
        if (headers.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(headers)
                .filter(all -> all.size() == 1)
                .map(all -> all.get(0).strip())
                .flatMap(IdempotencyKey::unquoted)
                .filter(key -> PRINTABLE.matcher(key).matches())
                .map(IdempotencyKey::new)
                .or(() -> {
                    throw Problem.ofField(
                                    HEADER,
                                    ("is not one key of 1 to %d printable ASCII characters, in quotes, or without them if"
                                                    + " it holds no space, comma, semicolon, quote or backslash")
                                            .formatted(MAX_LENGTH))
                            .asException();
                });
    }

    private static Optional<String> unquoted(String written) {
        if (written.length() > MAX_WRITTEN) {
            return Optional.empty();
        }
        Matcher quoted = QUOTED.matcher(written);
        if (quoted.matches()) {
            return Optional.of(ESCAPE.matcher(quoted.group(1)).replaceAll("$1"));
        }
        return Optional.of(written).filter(bare -> BARE.matcher(bare).matches());
    }

    /** A caller may have put anything into it. */
    @Override
    public String toString() {
        return "IdempotencyKey";
    }
}
