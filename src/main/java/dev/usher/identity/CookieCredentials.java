package dev.usher.identity;

import dev.usher.request.Origins;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Lets browsers send the cookie with calls from the configured origins, and only where a cookie is configured: Quarkus'
 * CORS filter is told at all times that none is sent.
 *
 * @see <a href="https://fetch.spec.whatwg.org/#cors-protocol-and-credentials">CORS protocol and credentials</a>
 */
@Singleton
final class CookieCredentials {

    /** Ahead of Quarkus' CORS filter, which has 300, and which ends the answer to a preflight request. */
    private static final int PRIORITY = 305;

    private final Origins origins;
    private final boolean configured;

    CookieCredentials(TokenConfig config, Origins origins) {
        this.origins = origins;
        this.configured = config.cookie().isPresent();
    }

    void register(@Observes Filters filters) {
        if (configured) {
            filters.register(this::allow, PRIORITY);
        }
    }

    private void allow(RoutingContext context) {
        String origin = context.request().getHeader(HttpHeaders.ORIGIN);
        if (origin != null && origins.isConfigured(origin)) {
            context.addHeadersEndHandler(
                    end -> context.response().putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true"));
        }
        context.next();
    }
}
