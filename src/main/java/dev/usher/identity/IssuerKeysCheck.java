package dev.usher.identity;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Not ready before there are keys of every issuer, nor when they have become too old. */
@Readiness
@Singleton
final class IssuerKeysCheck implements HealthCheck {

    private final IssuerKeys keys;

    IssuerKeysCheck(IssuerKeys keys) {
        this.keys = keys;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("issuer-keys");
        boolean all = true;
        for (IssuerKeys.Trusted trusted : keys.all()) {
            boolean there = trusted.keys().current().isPresent();
            response.withData(trusted.issuer().name(), there ? "there" : "not to be had");
            all &= there;
        }
        return response.status(all).build();
    }
}
