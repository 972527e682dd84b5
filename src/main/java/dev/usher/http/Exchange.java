package dev.usher.http;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.mutiny.core.http.HttpClientRequest;
import io.vertx.mutiny.core.http.HttpClientResponse;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** A request and its answer. */
public final class Exchange {

    /** RFC 9113, section 7: the answer is of no use any more. With HTTP/1.1, the connection is closed. */
    private static final long CANCEL = 8;

    private Exchange() {}

    /**
     * Sends a request over the connection that it has, and reads the answer. Fails with {@link
     * io.smallrye.mutiny.TimeoutException} if that takes too long. However it ends, the connection is free again, or
     * closed.
     */
    public static <T> Uni<T> of(
            HttpClientRequest request,
            Function<HttpClientRequest, Uni<HttpClientResponse>> send,
            Function<HttpClientResponse, Uni<? extends T>> read,
            Duration timeout) {
        return send.apply(request)
                .flatMap(read)
                // Frees the connection, which else would wait for an answer that nobody waits for any more.
                .onCancellation()
                .invoke(() -> request.reset(CANCEL))
                .onFailure()
                .invoke(() -> request.reset(CANCEL))
                .ifNoItem()
                .after(timeout)
                .fail()
                .emitOn(here());
    }

    /** Where the request was had, which is an event loop. Mutiny's clock runs on a worker. */
    private static Executor here() {
        Context here = Vertx.currentContext();
        return here == null ? Runnable::run : command -> run(here, command);
    }

    @SuppressWarnings("ReferenceEquality") // A context is itself alone.
    private static void run(Context context, Runnable command) {
        if (Vertx.currentContext() == context) {
            command.run();
        } else {
            context.runOnContext(nothing -> command.run());
        }
    }
}
