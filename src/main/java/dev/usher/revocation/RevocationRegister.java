package dev.usher.revocation;

import dev.usher.problem.Problem;
import dev.usher.problem.ProblemType;
import dev.usher.shared.SharedStateConfig;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Where revocations are made. */
@Singleton
final class RevocationRegister {

    /** Redis is a moment away or being restarted. */
    private static final Duration SOON = Duration.ofSeconds(1);

    /** Room is made by time alone. */
    private static final Duration LATER = Duration.ofMinutes(1);

    private final RevokedTokens tokens;
    private final SharedRevocations shared;
    private final boolean sharing;

    RevocationRegister(RevokedTokens tokens, SharedRevocations shared, SharedStateConfig config) {
        this.tokens = tokens;
        this.shared = shared;
        this.sharing = config.sharedState() != SharedStateConfig.Kind.MEMORY;
    }

    /**
     * Makes a revocation. Where pods share them, it holds at none of them, this one included, before it is kept: half
     * of it would be a refusal that depends on which pod is asked, and that nobody was promised.
     *
     * @return what holds now: the revocation, or one made earlier that covers it
     */
    Uni<Revocation> enter(Revocation revocation) {
        if (!tokens.hasRoomFor(revocation)) {
            throw full();
        }
        return keep(revocation).map(kept -> {
            tokens.learn(revocation);
            return tokens.holding(revocation);
        });
    }

    private Uni<Void> keep(Revocation revocation) {
        if (!sharing) {
            return Uni.createFrom().voidItem();
        }
        return shared.keep(revocation, tokens.coveredBy(revocation)).onFailure().transform(RevocationRegister::notKept);
    }

    private static RuntimeException full() {
        return Problem.of(
                        ProblemType.REVOCATIONS_FULL,
                        "Nothing was revoked: there are so many revocations that no other fits (%d MiB). Some end with"
                                        .formatted(RevokedTokens.MAX_BYTES / 1024 / 1024)
                                + " time; revoke for no longer than tokens live.")
                .retryAfter(LATER)
                .asException();
    }

    private static RuntimeException notKept(Throwable failure) {
        return Problem.of(
                        ProblemType.UNAVAILABLE,
                        "The revocation may not have been made: Redis did not confirm it. Send it again.")
                .retryAfter(SOON)
                .because("(" + failure.getClass().getSimpleName() + ")")
                .asException();
    }
}
