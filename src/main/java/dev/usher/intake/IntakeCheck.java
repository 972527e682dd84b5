package dev.usher.intake;

import io.smallrye.health.api.Wellness;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/**
 * How the sources are. Readiness does not ask: a pod that cannot read an engine's log goes on to authorize, and to send
 * browsers elsewhere would not bring the log back.
 */
@Wellness
@Singleton
final class IntakeCheck implements HealthCheck {

    private final Sources sources;

    IntakeCheck(Sources sources) {
        this.sources = sources;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("intake");
        boolean well = true;
        for (Source source : sources.all()) {
            well &= source.isConnected() && !source.isUntold();
            response.withData(source.name(), state(source));
            response.withData(source.name() + "-in-work", source.inWork());
        }
        return response.status(well).build();
    }

    private static String state(Source source) {
        if (!source.isConnected()) {
            return "cannot be read";
        }
        if (source.isUntold()) {
            return "does not take what became of records";
        }
        return source.isStalled() ? "waits for the Channels server" : "is read";
    }
}
