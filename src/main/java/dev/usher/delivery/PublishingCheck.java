package dev.usher.delivery;

import jakarta.inject.Singleton;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Tells of publishing among what Usher is ready for, without being in the way of the rest: authorization needs no
 * Channels server, and a pod that is taken out of service for one would take it away.
 */
@Readiness
@Singleton
final class PublishingCheck implements HealthCheck {

    private final QueuedPublisher publisher;

    PublishingCheck(QueuedPublisher publisher) {
        this.publisher = publisher;
    }

    @Override
    public HealthCheckResponse call() {
        Breaker.State state = publisher.state();
        return HealthCheckResponse.named("publishing")
                .withData("calls", state.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .withData("publishes", state == Breaker.State.CLOSED)
                .up()
                .build();
    }
}
