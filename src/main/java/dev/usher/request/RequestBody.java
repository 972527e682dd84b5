package dev.usher.request;

import dev.usher.problem.Problem;
import dev.usher.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request, read to its end and no further than a limit.
 *
 * <p>It is read here rather than by the framework, which reads what exceeds its buffer on a worker thread, answers a
 * body that exceeds its limit without a document, and refuses the media type {@code application/x-www-form-urlencoded,
 * application/json} that pusher-js sends from Node.js when it is configured with a Content-Type of its own.
 */
public final class RequestBody {

    private final @Nullable String contentType;
    private final byte[] bytes;

    RequestBody(@Nullable String contentType, byte[] bytes) {
        this.contentType = contentType;
        this.bytes = bytes;
    }

    /**
     * Reads the body on the request's event loop.
     *
     * @param limit the largest body that is read, in bytes; a larger one fails with {@link ProblemType#TOO_LARGE}, and
     *     one that is not there in time with {@link ProblemType#REQUEST_TIMEOUT}
     */
    public static Uni<RequestBody> read(HttpServerRequest request, int limit) {
        return Uni.createFrom().emitter(emitter -> new Collector(request, limit, emitter).start());
    }

    /** The fields of a form or of a JSON object; a body without a Content-Type is taken for a form. */
    public Fields fields() {
        String mediaType = mediaType();
        return switch (mediaType) {
            case "", "application/x-www-form-urlencoded" -> FormFields.parse(bytes);
            case "application/json" -> JsonFields.parse(bytes);
            default -> throw unsupported("application/x-www-form-urlencoded or application/json");
        };
    }

    /** The fields of a JSON object. */
    public JsonFields json() {
        if (!mediaType().equals("application/json")) {
            throw unsupported("application/json");
        }
        return JsonFields.parse(bytes);
    }

    /** The body as it came, for what has to be done before anything is parsed. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** The first media type that the header names, without its parameters. */
    private String mediaType() {
        return contentType == null
                ? ""
                : contentType.split("[;,]", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    private static RuntimeException unsupported(String expected) {
        return Problem.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, "Send the body as " + expected + ".")
                .asException();
    }

    /** Gathers the chunks of one body. Runs on the request's event loop only. */
    private static final class Collector {

        private final HttpServerRequest request;
        private final int limit;
        private final UniEmitter<? super RequestBody> emitter;
        private final Buffer body = Buffer.buffer();
        private final BodyTimeout timeout = BodyTimeout.current();

        Collector(HttpServerRequest request, int limit, UniEmitter<? super RequestBody> emitter) {
            this.request = request;
            this.limit = limit;
            this.emitter = emitter;
        }

        void start() {
            request.handler(this::add);
            request.endHandler(end -> {
                timeout.cancel();
                emitter.complete(new RequestBody(request.getHeader(HttpHeaders.CONTENT_TYPE), body.getBytes()));
            });
            // No defect, and nobody is left to read the answer; but without one the request would stay open in here.
            request.exceptionHandler(broken -> fail(Problem.of(ProblemType.MALFORMED_REQUEST, "The body broke off.")));
            // Before it is let in: most bodies are there already, and end at once.
            timeout.start(() -> fail(timeout.problem()));
            request.resume();
        }

        private void fail(Problem problem) {
            timeout.cancel();
            emitter.fail(problem.asException());
        }

        private void add(Buffer chunk) {
            if (body.length() + chunk.length() <= limit) {
                body.appendBuffer(chunk);
                return;
            }
            request.pause();
            fail(tooLarge());
        }

        /** Says the size as far as the header tells it. */
        private Problem tooLarge() {
            Problem problem = Problem.of(ProblemType.TOO_LARGE, "The body exceeds %d bytes.".formatted(limit))
                    .with("limit", limit);
            String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
            return length == null ? problem : problem.with("size", Long.valueOf(length));
        }
    }
}
