package dev.usher.request;

import dev.usher.problem.Problem;
import dev.usher.problem.ProblemType;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.regex.Pattern;

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

    /** RFC 6454, section 6.2: no path, not even a slash. */
    private static final Pattern ORIGIN = Pattern.compile("https?://[^/*?#@\\s]+");

    private final Set<String> allowed;

    OriginFilter(RequestConfig config) {
        this.allowed = config.corsOrigins().orElse(Set.of());
        allowed.stream()
                .filter(origin -> !ORIGIN.matcher(origin).matches())
                .findFirst()
                .ifPresent(bad -> {
                    throw new ConfigurationException(
                            "usher.cors.origins (USHER_CORS_ORIGINS) holds \"" + bad
                                    + "\", which no browser sends (expected: scheme and host, such as https://app.example.com).");
                });
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, PRIORITY);
    }

    private void check(RoutingContext context) {
        String origin = context.request().getHeader(HttpHeaders.ORIGIN);
        if (origin == null || allowed.contains(origin) || origin.equals(ownOrigin(context.request()))) {
            context.next();
            return;
        }
        context.fail(Problem.of(
                        ProblemType.ORIGIN_NOT_ALLOWED,
                        "The page that calls is of an origin that usher.cors.origins (USHER_CORS_ORIGINS) does not name.")
                .asException());
    }

    /** The origin of a page that this very server delivered, or delivered through a gateway it trusts. */
    private static String ownOrigin(HttpServerRequest request) {
        return request.scheme() + "://" + request.authority();
    }
}
