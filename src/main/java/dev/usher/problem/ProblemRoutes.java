package dev.usher.problem;

import io.quarkus.security.AuthenticationException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Renders what fails outside of any resource: a path that nobody serves, a failure in a filter. Without it, the HTTP
 * layer would answer in its own words, as it still does where there is no request to route: a request line or a path
 * that cannot be decoded gets a bare 400.
 */
@Singleton
final class ProblemRoutes {

    void register(@Observes Router router) {
        router.route().last().handler(context -> send(context, ProblemDocument.of(notFound())));
        router.route().last().failureHandler(context -> send(context, ofFailure(context)));
    }

    private static Problem notFound() {
        return Problem.of(ProblemType.NOT_FOUND, ProblemType.NOT_FOUND.title() + ".");
    }

    private static ProblemDocument ofFailure(RoutingContext context) {
        Throwable failure = context.failure();
        if (failure instanceof ProblemException known) {
            return ProblemDocument.of(known.problem());
        }
        if (failure instanceof UnauthorizedException) {
            return ProblemDocument.of(TokenProblem.missing());
        }
        if (failure instanceof AuthenticationException) {
            return ProblemDocument.of(TokenProblem.of(failure));
        }
        int status = context.statusCode();
        if (failure != null && (status < 400 || status >= 500)) {
            return ProblemDocument.ofDefect(failure);
        }
        ProblemType type = ProblemType.ofStatus(status);
        return ProblemDocument.of(Problem.of(type, type.title() + "."));
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
