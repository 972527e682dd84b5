package dev.usher.revocation;

import dev.usher.shared.SharedStateConfig;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/** Finds at the start what is wrong with the settings of revocation, and from then on forgets what is over. */
@Singleton
final class RevocationCheck {

    private static final Logger LOG = Logger.getLogger(RevocationCheck.class);

    /** Often enough that what is over takes no memory to speak of, and seldom enough not to be seen. */
    private static final Duration TIDYING = Duration.ofMinutes(1);

    private final RevokedTokens tokens;
    private final Vertx vertx;
    private long timer;

    RevocationCheck(RevokedTokens tokens, Vertx vertx) {
        this.tokens = tokens;
        this.vertx = vertx;
    }

    void start(
            @Observes StartupEvent event,
            RevocationConfig revocation,
            SharedStateConfig shared,
            Config config,
            MeterRegistry meters) {
        Duration byDefault = revocation.defaultDuration();
        if (byDefault.compareTo(Duration.ofSeconds(1)) < 0 || byDefault.compareTo(RevocationRequest.MAX_AHEAD) > 0) {
            throw new ConfigurationException(
                    "Set usher.revocation.default-duration to 1s or more, and at most 366 days.");
        }
        boolean inPods =
                config.getOptionalValue("KUBERNETES_SERVICE_HOST", String.class).isPresent();
        if (inPods && shared.sharedState() == SharedStateConfig.Kind.MEMORY) {
            LOG.warn(
                    "USHER_SHARED_STATE is memory, and this is Kubernetes: a revocation holds only at the pod that takes"
                            + " it, and until that ends. Set USHER_SHARED_STATE to redis if there is more than one.");
        }
        Gauge.builder("usher.revocations", tokens, RevokedTokens::size)
                .description("Revocations that this pod holds in memory")
                .register(meters);
        timer = vertx.setPeriodic(TIDYING.toMillis(), tick -> tokens.forgetOver());
    }

    void stop(@Observes ShutdownEvent event) {
        vertx.cancelTimer(timer);
    }
}
