package dev.usher.limits;

import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Has users limited right after the token has said who calls, which is before a resource's filters. */
@Singleton
final class UserLimitFilter {

    /** Not yet there when filters are made, which is before there are settings. */
    private final Provider<UserLimit> limit;

    UserLimitFilter(Provider<UserLimit> limit) {
        this.limit = limit;
    }

    @ServerRequestFilter
    void check(RoutingContext context) {
        if (Traffic.of(context) == Traffic.BROWSERS) {
            limit.get().check();
        }
    }
}
