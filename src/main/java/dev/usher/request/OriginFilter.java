package dev.usher.request;

import dev.usher.problem.Problem;
import dev.usher.problem.ProblemType;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Refuses calls from web pages of other origins than the configured ones. Quarkus' CORS filter, which runs next and
 * writes the headers, would refuse them too, but without a document that says what to configure.
 *
 * @see <a href="https://fetch.spec.whatwg.org/#http-cors-protocol">The CORS protocol</a>
 */
@Singleton
final class OriginFilter {

    /** Ahead of Quarkus' CORS filter, which has 300. */
    private static final int PRIORITY = 310;

    private final Origins origins;

    OriginFilter(Origins origins) {
        this.origins = origins;
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, PRIORITY);
    }

    private void check(RoutingContext context) {
        if (!origins.areForeign(context.request())) {
            context.next();
            return;
        }
        context.fail(Problem.of(
                        ProblemType.ORIGIN_NOT_ALLOWED,
                        "The page that calls is of an origin that usher.cors.origins (USHER_CORS_ORIGINS) does not name.")
                .asException());
    }
}
