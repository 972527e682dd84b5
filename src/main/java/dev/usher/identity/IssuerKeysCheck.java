package dev.usher.identity;

import jakarta.inject.Singleton;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Not ready while there are keys of no issuer. With those of one, Usher serves its users: a partner that cannot be
 * reached must not take every pod away from everybody.
 */
@Readiness
@Singleton
final class IssuerKeysCheck implements HealthCheck {

    private final IssuerKeys keys;

    IssuerKeysCheck(IssuerKeys keys) {
        this.keys = keys;
    }

    @Override
    public HealthCheckResponse call() {
        Map<String, Boolean> issuers = new TreeMap<>();
        keys.all()
                .forEach(trusted -> issuers.put(
                        trusted.issuer().name(), trusted.keys().current().isPresent()));
        return response(issuers);
    }

    /** @param issuers whether there are keys of each, by its name */
    static HealthCheckResponse response(Map<String, Boolean> issuers) {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("issuer-keys");
        issuers.forEach((name, there) -> response.withData(name, there ? "there" : "not to be had"));
        return response.status(issuers.containsValue(true)).build();
    }
}
