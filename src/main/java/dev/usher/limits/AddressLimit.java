package dev.usher.limits;

import dev.usher.request.ClientAddress;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * Turns away an address that calls too often. It comes before the token is looked at: to verify one is what a call costs
 * most, and a flood of bogus ones has no user.
 */
@Singleton
final class AddressLimit {

    /** Behind Quarkus' CORS filter, which has 300, so that pages can read the answer. */
    private static final int PRIORITY = 280;

    private final Optional<Buckets> buckets;
    private final ClientAddress address;
    private final Refusals refusals;

    AddressLimit(LimitsConfig config, ClientAddress address, Refusals refusals) {
        this.buckets = Rate.of("usher.limits.address", config.addressRate(), config.addressBurst())
                .map(rate -> new Buckets(rate, System::nanoTime));
        this.address = address;
        this.refusals = refusals;
    }

    void register(@Observes Filters filters) {
        buckets.ifPresent(limit -> filters.register(context -> check(context, limit), PRIORITY));
    }

    private void check(RoutingContext context, Buckets limit) {
        if (Traffic.of(context) == Traffic.SERVERS) {
            context.next();
            return;
        }
        limit.take(address.of(context.request()))
                .ifPresentOrElse(
                        wait -> {
                            refusals.count(Refusal.RATE_ADDRESS);
                            context.fail(TooMany.fromAnAddress(wait).asException());
                        },
                        context::next);
    }
}
