package dev.usher.redis;

import dev.usher.revocation.Revocation;
import dev.usher.revocation.RevokedTokens;
import dev.usher.revocation.Target;
import dev.usher.shared.SharedStateConfig;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Has this pod know all revocations: is told of each, and looks from time to time whether that was all. While Redis
 * cannot be reached, those that are known go on to hold.
 */
@Singleton
final class RevocationSync implements Announcements.Listener {

    private static final Logger LOG = Logger.getLogger(RevocationSync.class);

    /** How soon Redis is tried again that could not be reached: a restart takes a second or two. */
    private static final Duration RETRY = Duration.ofSeconds(1);

    /** What no version is, so that the next look reads everything. */
    private static final long UNKNOWN = -1;

    private final SharedSet shared;
    private final Announcements announcements;
    private final RevokedTokens tokens;
    private final Vertx vertx;
    private final RedisConfig config;
    private final boolean sharing;

    private volatile boolean connected;

    /** Touched by one look after the other. */
    private volatile boolean reported;

    /** All below is guarded by this object's lock, which is held for no longer than a look at them. */
    private long version = UNKNOWN;

    private boolean looking;
    private boolean once;
    private boolean stopped;
    private long timer;

    RevocationSync(SharedSet shared, RevokedTokens tokens, Vertx vertx, RedisConfig config, SharedStateConfig state) {
        this.shared = shared;
        this.announcements = new Announcements(shared, RETRY, this);
        this.tokens = tokens;
        this.vertx = vertx;
        this.config = config;
        this.sharing = state.sharedState() == SharedStateConfig.Kind.REDIS;
    }

    void start(@Observes StartupEvent event, Config all, MeterRegistry meters) {
        if (!sharing) {
            return;
        }
        Gauge.builder("usher.shared.state.connected", this, sync -> sync.connected ? 1 : 0)
                .description("1: the last look at Redis saw it; 0: it did not")
                .register(meters);
        if (all.getOptionalValue("quarkus.redis.hosts", String.class).isEmpty()) {
            throw new ConfigurationException("Set QUARKUS_REDIS_HOSTS to where Redis is, such as"
                    + " redis://redis.example.com:6379, since USHER_SHARED_STATE is redis.");
        }
        if (config.interval().compareTo(Duration.ofMillis(100)) < 0
                || config.interval().compareTo(Duration.ofHours(1)) > 0) {
            throw new ConfigurationException("Set usher.redis.interval to 100ms or more, and at most 1h.");
        }
        look();
    }

    synchronized void stop(@Observes ShutdownEvent event) {
        stopped = true;
        vertx.cancelTimer(timer);
    }

    /** Whether the last look at Redis saw it. */
    boolean isConnected() {
        return connected;
    }

    /** Looks now whether all is known; once more after a look that is under way. */
    private void look() {
        synchronized (this) {
            if (looking || stopped) {
                once = true;
                return;
            }
            looking = true;
            once = false;
            vertx.cancelTimer(timer);
        }
        // Listens first, so that nothing that is revoked between that and reading goes unheard.
        announcements
                .listen()
                .chain(shared::version)
                .chain(this::readUnlessKnown)
                .subscribe()
                .with(known -> looked(null), this::looked);
    }

    private void looked(@Nullable Throwable failure) {
        report(failure);
        synchronized (this) {
            looking = false;
            version = failure == null ? version : UNKNOWN;
            Duration pause = failure != null ? RETRY : once ? Duration.ofMillis(1) : config.interval();
            timer = stopped ? timer : vertx.setTimer(pause.toMillis(), tick -> look());
        }
    }

    private void report(@Nullable Throwable failure) {
        boolean before = connected;
        connected = failure == null;
        if (before == connected && reported) {
            return;
        }
        reported = true;
        if (failure == null) {
            LOG.infof("Redis is there: this pod knows all revocations, which are %d.", tokens.size());
        } else if (tokens.isKnown()) {
            LOG.warnf(
                    "Redis cannot be reached (%s): the revocations that are known hold, but none can be made, and this pod"
                            + " learns of no others until it is back.",
                    failure.getClass().getSimpleName());
        } else {
            LOG.warnf(
                    "Redis cannot be reached (%s): as long as the revocations are not known, no token is believed.",
                    failure.getClass().getSimpleName());
        }
    }

    @Override
    public void learn(Revocation revocation) {
        tokens.learn(revocation);
    }

    /** Knows all if no version is missing between. */
    @Override
    public synchronized void hear(long heard) {
        version = heard == version + 1 ? heard : UNKNOWN;
    }

    /**
     * Reads everything anew: a Redis that comes back with less than it had, as from a snapshot or a replica, may have
     * come to the same version by another way.
     */
    @Override
    public void goDeaf() {
        synchronized (this) {
            version = UNKNOWN;
        }
        look();
    }

    private Uni<Void> readUnlessKnown(long found) {
        boolean deaf;
        synchronized (this) {
            if (found == version) {
                return Uni.createFrom().voidItem();
            }
            deaf = version != UNKNOWN;
        }
        if (deaf) {
            // Something went unheard; perhaps nothing is heard any more. The next look listens anew.
            announcements.leave();
        }
        Map<Target, Instant> seen = new HashMap<>();
        return shared.read(revocation -> {
                    seen.merge(revocation.target(), revocation.until(), (a, b) -> a.isAfter(b) ? a : b);
                    tokens.learn(revocation);
                })
                .chain(() -> shared.restore(missing(seen)))
                .invoke(() -> know(found));
    }

    private List<Revocation> missing(Map<Target, Instant> seen) {
        return tokens.held().stream()
                .filter(held -> seen.getOrDefault(held.target(), Instant.MIN).isBefore(held.until()))
                .toList();
    }

    private void know(long found) {
        synchronized (this) {
            // Whoever wants another look meanwhile has lost what would have told of the rest.
            version = once ? UNKNOWN : found;
        }
        tokens.know();
    }
}
