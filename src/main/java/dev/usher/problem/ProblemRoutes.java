package dev.usher.problem;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Answers for what fails outside of any resource: a path that nobody serves, a failure in a filter. Without it, the
 * HTTP layer would answer in its own words, as it still does where it cannot make a request of what arrives: a path that
 * cannot be decoded, headers without end.
 */
@Singleton
final class ProblemRoutes {

    private static final int NOT_FOUND = 404;

    void register(@Observes Router router) {
        router.route().last().handler(context -> send(context, Failures.document(context, null, NOT_FOUND)));
        router.route()
                .last()
                .failureHandler(
                        context -> send(context, Failures.document(context, context.failure(), context.statusCode())));
    }

    private static void send(RoutingContext context, ProblemDocument document) {
        if (context.response().ended()) {
            return;
        }
        context.response()
                .setStatusCode(document.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, ProblemDocument.MEDIA_TYPE);
        document.headers().forEach(context.response()::putHeader);
        context.end(document.body());
    }
}
