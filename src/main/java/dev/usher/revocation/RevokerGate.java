package dev.usher.revocation;

import dev.usher.policy.Caller;
import dev.usher.problem.Problem;
import dev.usher.problem.ProblemType;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.util.Collections;
import java.util.Set;

/** Lets in who may revoke tokens: a right of its own, since whoever has it can lock everybody out. */
@Singleton
@Startup // So that a mistake in the configuration is found before the first request.
final class RevokerGate {

    private final Set<String> roles;

    RevokerGate(RevocationConfig config) {
        this.roles = Set.copyOf(config.roles());
        if (roles.stream().anyMatch(String::isBlank)) {
            throw new ConfigurationException("usher.revocation.roles (USHER_REVOCATION_ROLES) holds a blank role.");
        }
    }

    /** @throws dev.usher.problem.ProblemException if the caller has none of the roles */
    void check(Caller caller) {
        if (Collections.disjoint(caller.roles(), roles)) {
            throw Problem.of(
                            ProblemType.DENIED,
                            "To revoke tokens, the caller needs a role of its own" + " (usher.revocation.roles).")
                    .because("(%s wanted to revoke)".formatted(caller.loggable()))
                    .asException();
        }
    }
}
