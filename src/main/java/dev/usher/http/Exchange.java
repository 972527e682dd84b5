package dev.usher.http;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.http.HttpClientRequest;
import io.vertx.mutiny.core.http.HttpClientResponse;
import java.time.Duration;
import java.util.function.Function;

/** A request and its answer. */
public final class Exchange {

    private Exchange() {}

    /**
     * Sends a request over the connection that it has, and reads the answer. Fails with {@link
     * io.smallrye.mutiny.TimeoutException} if that takes too long. However it ends, the connection is free again.
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
                .invoke(request::reset)
                .onFailure()
                .invoke(() -> request.reset())
                .ifNoItem()
                .after(timeout)
                .fail();
    }
}
