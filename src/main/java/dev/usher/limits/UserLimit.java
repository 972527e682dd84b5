package dev.usher.limits;

import dev.usher.identity.CurrentCaller;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Turns away a user who calls too often, from whatever address. */
@Singleton
final class UserLimit {

    private final Optional<Buckets> buckets;
    private final CurrentCaller caller;
    private final Refusals refusals;

    UserLimit(LimitsConfig config, CurrentCaller caller, Refusals refusals) {
        this.buckets = Rate.of("usher.limits.user", config.userRate(), config.userBurst())
                .map(rate -> new Buckets(rate, System::nanoTime));
        this.caller = caller;
        this.refusals = refusals;
    }

    /** So that it is made, with its settings, at the start. */
    void begin(@Observes StartupEvent event) {}

    /** @throws dev.usher.problem.ProblemException if whoever makes the current request makes too many */
    void check() {
        buckets.flatMap(limit -> limit.take(caller.get().subject())).ifPresent(wait -> {
            refusals.count(Refusal.RATE_USER);
            throw TooMany.ofAUser(wait).asException();
        });
    }
}
