package dev.usher.redis;

import dev.usher.revocation.RevokedTokens;
import dev.usher.shared.SharedStateConfig;
import jakarta.inject.Singleton;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready is who knows what has been revoked. Who has lost sight of Redis since then stays ready, and says so here: all
 * pods lose it together, and to send everybody away would not bring it back.
 */
@Readiness
@Singleton
final class SharedStateCheck implements HealthCheck {

    private final RevokedTokens tokens;
    private final RevocationSync sync;
    private final SharedStateConfig.Kind kind;

    SharedStateCheck(RevokedTokens tokens, RevocationSync sync, SharedStateConfig config) {
        this.tokens = tokens;
        this.sync = sync;
        this.kind = config.sharedState();
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("shared-state")
                .status(tokens.isKnown())
                .withData("kept-in", kind.name().toLowerCase(Locale.ROOT))
                .withData("connected", kind == SharedStateConfig.Kind.MEMORY || sync.isConnected())
                .withData("revocations", tokens.size())
                .build();
    }
}
