package dev.usher.embedded.broker;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** Reads the body of a request as it came, since what is signed is its bytes. */
final class RawBody {

    /** Ten events of full size with most of their characters escaped. */
    static final int MAX_BYTES = 1024 * 1024;

    private RawBody() {}

    /** @return the bytes, or empty for more than {@value #MAX_BYTES} of them */
    static Future<Optional<Buffer>> read(RoutingContext context) {
        // An application may have a BodyHandler before all routes. Then the request has been read.
        Buffer read = context.body().buffer();
        if (read != null) {
            return Future.succeededFuture(Optional.of(read).filter(bytes -> bytes.length() <= MAX_BYTES));
        }
        Promise<Optional<Buffer>> whole = Promise.promise();
        Buffer bytes = Buffer.buffer();
        HttpServerRequest request = context.request();
        request.exceptionHandler(whole::tryFail);
        request.endHandler(end -> whole.tryComplete(Optional.of(bytes)));
        request.handler(chunk -> {
            if (bytes.length() + chunk.length() > MAX_BYTES) {
                whole.tryComplete(Optional.empty());
            } else {
                bytes.appendBuffer(chunk);
            }
        });
        // Quarkus pauses requests until somebody reads them.
        request.resume();
        return whole.future();
    }
}
