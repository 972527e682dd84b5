package dev.usher.request;

import dev.usher.problem.Problem;
import dev.usher.problem.ProblemType;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Refuses what names two hosts, or none where one is needed: a proxy on the way may have taken the other one for the one
 * that counts, and the origin of a page is compared with it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-3.2">RFC 9112, section 3.2</a>
 */
@Singleton
final class HostFilter {

    /** Ahead of whatever looks at the host, of which the first has 310. */
    private static final int PRIORITY = 320;

    void register(@Observes Filters filters) {
        filters.register(HostFilter::check, PRIORITY);
    }

    private static void check(RoutingContext context) {
        if (isClear(context.request())) {
            context.next();
            return;
        }
        context.fail(
                Problem.of(ProblemType.MALFORMED_REQUEST, "The request needs one Host header, and has none or several.")
                        .asException());
    }

    /** HTTP/1.0 knows no such header; who speaks it and comes from a page has to name the host all the same. */
    private static boolean isClear(HttpServerRequest request) {
        int hosts = request.headers().getAll(HttpHeaders.HOST).size();
        if (hosts > 1 || (hosts == 0 && request.version() == HttpVersion.HTTP_1_1)) {
            return false;
        }
        return request.authority() != null || !request.headers().contains(HttpHeaders.ORIGIN);
    }
}
