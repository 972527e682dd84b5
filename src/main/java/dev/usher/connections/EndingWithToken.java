package dev.usher.connections;

import dev.usher.authorize.SignedIn;
import dev.usher.channel.UserId;
import dev.usher.shared.SharedStateConfig;
import dev.usher.upstream.ServerProfile;
import dev.usher.upstream.UpstreamFailure;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Ends the connections of a user when the token has ended that they signed in with, where that is asked for. A user who
 * meanwhile signed in with a token that lasts longer keeps them all, since the Channels server ends all or none.
 */
@Singleton
final class EndingWithToken {

    private static final Logger LOG = Logger.getLogger(EndingWithToken.class);

    private static final Duration TICK = Duration.ofSeconds(1);

    /** At each tick, so that tokens which end together leave connections to the Channels server for publishing. */
    private static final int MAX_AT_ONCE = 50;

    /** When it is tried again before a Channels server that will be well by then. */
    private static final Duration RETRY = Duration.ofSeconds(10);

    /** Of the year 9999: what ends later, never does. */
    private static final BigDecimal LAST_SECOND = BigDecimal.valueOf(253_402_300_799L);

    private final UserConnections connections;
    private final Vertx vertx;
    private final boolean enabled;
    private final boolean sharing;
    private final TokenEnds shared;
    private final TokenEnds own = new TokenEndsInMemory();
    private long timer;

    EndingWithToken(
            UserConnections connections,
            TokenEnds shared,
            Vertx vertx,
            ConnectionsConfig config,
            SharedStateConfig state) {
        this.connections = connections;
        this.shared = shared;
        this.vertx = vertx;
        this.enabled = config.endWithToken();
        this.sharing = state.sharedState() == SharedStateConfig.Kind.REDIS;
    }

    void start(@Observes StartupEvent event, ServerProfile server) {
        if (!enabled) {
            return;
        }
        if (!server.knowsSignIn()) {
            throw new ConfigurationException(
                    "Set USHER_CONNECTIONS_END_WITH_TOKEN to false: this Channels server has no"
                            + " sign-in, and no connection could be told from another.");
        }
        timer = vertx.setPeriodic(TICK.toMillis(), tick -> endWhatHasEnded());
    }

    void stop(@Observes ShutdownEvent event) {
        vertx.cancelTimer(timer);
    }

    void remember(@Observes SignedIn signedIn) {
        if (enabled) {
            end(signedIn).ifPresent(end -> note(signedIn.user(), end));
        }
    }

    /** The token's {@code exp} (RFC 7519, section 4.1.4), a number of seconds. */
    private static Optional<Instant> end(SignedIn signedIn) {
        return signedIn.caller()
                .claims()
                .value("exp")
                .filter(Number.class::isInstance)
                .map(seconds -> new BigDecimal(seconds.toString()))
                .filter(seconds -> seconds.compareTo(LAST_SECOND) <= 0)
                .map(seconds -> Instant.ofEpochSecond(seconds.longValue()));
    }

    /** Remembered here where it cannot be shared: better one pod that knows than none. */
    private void note(UserId user, Instant end) {
        Uni<Void> noting = sharing ? shared.note(user, end) : own.note(user, end);
        noting.onFailure()
                .recoverWithUni(() -> own.note(user, end))
                .subscribe()
                .with(noted -> {}, defect -> LOG.error("The end of a token could not be noted.", defect));
    }

    private void endWhatHasEnded() {
        takeFrom(own);
        if (sharing) {
            takeFrom(shared);
        }
    }

    private void takeFrom(TokenEnds ends) {
        ends.takeEnded(Instant.now(), MAX_AT_ONCE)
                .onFailure()
                // They are still there, and taken when Redis is.
                .recoverWithItem(List.of())
                .subscribe()
                .with(ended -> ended.forEach(this::terminate));
    }

    private void terminate(UserId user) {
        connections
                .terminate(user)
                .map(result -> result.fold(done -> Optional.<UpstreamFailure>empty(), Optional::of))
                .subscribe()
                .with(
                        failure -> failure.ifPresent(reason -> failed(user, reason)),
                        defect -> LOG.errorf(defect, "The connections of %s could not be ended.", user));
    }

    private void failed(UserId user, UpstreamFailure failure) {
        boolean hope = !failure.reason().lasts()
                && (failure.reason().awaitsTheNextToo() || failure.reason().leavesItOpen());
        LOG.warnf(
                "The token of %s has ended, but their connections could not be: %s%s",
                user, failure.reason().tell(""), hope ? " This is tried again." : "");
        if (hope) {
            note(user, Instant.now().plus(RETRY));
        }
    }
}
