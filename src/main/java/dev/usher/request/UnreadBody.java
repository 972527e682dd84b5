package dev.usher.request;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;

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

    private final Duration timeout;

    UnreadBody(RequestConfig config) {
        this.timeout = config.bodyTimeout();
    }

    void register(@Observes Filters filters) {
        filters.register(
                context -> {
                    BodyTimeout.set(timeout);
                    Context loop = context.vertx().getOrCreateContext();
                    context.addEndHandler(answered -> {
                        if (Context.isOnEventLoopThread()) {
                            drop(context, answered);
                        } else {
                            // A worker answered; meanwhile the request can end, on its own thread.
                            loop.runOnContext(now -> drop(context, answered));
                        }
                    });
                    context.next();
                },
                PRIORITY);
    }

    private void drop(RoutingContext context, AsyncResult<Void> answered) {
        HttpServerRequest request = context.request();
        if (request.isEnded() || answered.failed()) {
            return;
        }
        if (context.response().getStatusCode() == HttpResponseStatus.REQUEST_TIMEOUT.code()) {
            giveUp(request);
            return;
        }
        long timer = context.vertx().setTimer(timeout.toMillis(), late -> giveUp(request));
        request.endHandler(end -> context.vertx().cancelTimer(timer));
        request.handler(new Dropping(request)::drop);
        request.resume();
    }

    private static void giveUp(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            // Others may be on the same connection.
            request.response().reset();
        } else {
            request.connection().close();
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
                giveUp(request);
            }
        }
    }
}
