package dev.usher.request;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Lets in what is left of a body when a request was answered before all of it was read, as a refusal is. Left where it
 * is, it would stand between the connection and its next request; and to close the connection on a caller that is still
 * sending would destroy the answer on its way.
 */
@Singleton
final class UnreadBody {

    /** Enough for an honest mistake; who sends more than this after an answer is not listening. */
    private static final int MAX_DROPPED = 16 * 1024 * 1024;

    /** Ahead of everything that may answer. */
    private static final int PRIORITY = 1_000;

    void register(@Observes Filters filters) {
        filters.register(
                context -> {
                    context.addEndHandler(answered -> drop(context.request()));
                    context.next();
                },
                PRIORITY);
    }

    private static void drop(HttpServerRequest request) {
        if (!request.isEnded()) {
            request.handler(new Dropping(request)::drop);
            request.resume();
        }
    }

    private static final class Dropping {

        private final HttpServerRequest request;
        private int dropped;

        Dropping(HttpServerRequest request) {
            this.request = request;
        }

        void drop(Buffer chunk) {
            dropped += chunk.length();
            if (dropped > MAX_DROPPED) {
                request.connection().close();
            }
        }
    }
}
