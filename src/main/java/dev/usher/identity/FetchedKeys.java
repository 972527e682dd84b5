package dev.usher.identity;

import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keys from a URL. They are fetched before anybody asks for them and again before they are old; requests wait only while
 * there are none, and for a key that is new. However many requests ask, one fetch at a time serves all. The lock is held
 * for a few assignments and never while something is waited for.
 */
final class FetchedKeys implements KeySet {

    private static final Logger LOG = Logger.getLogger(FetchedKeys.class);

    /** Each holds a request's memory; whoever comes beyond them is told to come back. */
    private static final int MAX_WAITING = 1_000;

    /** An issuer that says {@code max-age=0} is not to be asked all the time. */
    private static final Duration SHORTEST_REFRESH = Duration.ofSeconds(30);

    private static final Duration FIRST_RETRY = Duration.ofMillis(200);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(30);

    /** An attempt that is so near may as well be made now, when somebody needs it. */
    private static final Duration SOON = Duration.ofSeconds(1);

    private final Issuer issuer;
    private final URI url;
    private final KeysConfig config;
    private final Fetching fetching;
    private final Clock clock;

    private @Nullable Keys keys;
    private Instant confirmed = Instant.MIN;
    private Instant nextAttempt = Instant.MIN;
    private Instant lastRenewal = Instant.MIN;
    private @Nullable Uni<Keys> underWay;
    private int failures;
    private int waiting;

    FetchedKeys(Issuer issuer, URI url, KeysConfig config, Fetching fetching, Clock clock) {
        this.issuer = issuer;
        this.url = url;
        this.config = config;
        this.fetching = fetching;
        this.clock = clock;
    }

    /** Asks for the keys before any token does. */
    void begin() {
        Uni<Keys> subscribedAlready = fetch();
    }

    @Override
    public synchronized Optional<Keys> current() {
        return keys != null && clock.instant().isBefore(confirmed.plus(config.maxStale()))
                ? Optional.of(keys)
                : Optional.empty();
    }

    @Override
    public Uni<Keys> awaited() {
        return Uni.createFrom().deferred(() -> {
            Optional<Keys> known = current();
            if (known.isPresent()) {
                return Uni.createFrom().item(known.get());
            }
            return isUnderWayOrSoon() ? joined(fetch()) : unavailable();
        });
    }

    private synchronized boolean isUnderWayOrSoon() {
        return underWay != null || !clock.instant().plus(SOON).isBefore(nextAttempt);
    }

    @Override
    public Uni<Keys> renewed() {
        return Uni.createFrom().deferred(() -> mayRenew() ? joined(fetch()) : unrenewed());
    }

    /** Every fetch serves all, so that a flood of unknown keys brings a real one in as soon as anybody might. */
    private synchronized boolean mayRenew() {
        if (underWay != null) {
            return true;
        }
        Instant now = clock.instant();
        if (now.isBefore(lastRenewal.plus(config.coolDown()))) {
            return false;
        }
        lastRenewal = now;
        return true;
    }

    /** Asked a moment ago: the key is unknown, unless the issuer did not answer. */
    private synchronized Uni<Keys> unrenewed() {
        return failures == 0 && keys != null ? Uni.createFrom().item(keys) : unavailable();
    }

    private Uni<Keys> joined(Uni<Keys> fetch) {
        if (!enter()) {
            return unavailable();
        }
        LOG.debugf("A token of issuer %s waits for keys", issuer.name());
        return fetch.onTermination()
                .invoke(this::leave)
                .onFailure()
                .transform(failure -> Refusal.NO_KEYS.asException());
    }

    private synchronized boolean enter() {
        if (waiting >= MAX_WAITING) {
            return false;
        }
        waiting++;
        return true;
    }

    private synchronized void leave() {
        waiting--;
    }

    private static Uni<Keys> unavailable() {
        return Uni.createFrom().failure(Refusal.NO_KEYS::asException);
    }

    /** Fetches the keys, unless that is under way already. Goes on when nobody waits for it any more. */
    private Uni<Keys> fetch() {
        Uni<Keys> begun;
        synchronized (this) {
            if (underWay != null) {
                return underWay;
            }
            begun = Uni.createFrom()
                    .deferred(() -> fetching.get(url))
                    .map(this::succeeded)
                    .onFailure()
                    .invoke(this::failed)
                    .memoize()
                    .indefinitely();
            underWay = begun;
        }
        begun.subscribe().with(fetched -> {}, failed -> {});
        return begun;
    }

    private Keys succeeded(JwksClient.Answer answer) {
        Keys fetched = KeyDocument.read(answer.body(), issuer.algorithms());
        Duration refresh = answer.maxAge()
                .map(maxAge -> maxAge.compareTo(SHORTEST_REFRESH) < 0 ? SHORTEST_REFRESH : maxAge)
                .filter(maxAge -> maxAge.compareTo(config.refresh()) < 0)
                .orElse(config.refresh());
        synchronized (this) {
            // The same object, so that whoever remembers it sees at a glance that nothing has changed.
            Keys known = keys;
            Keys now = known != null && known.equals(fetched) ? known : fetched;
            keys = now;
            confirmed = clock.instant();
            failures = 0;
            underWay = null;
            // A little early, and not all pods at once.
            schedule(jittered(refresh, 0.8));
            return now;
        }
    }

    private synchronized void failed(Throwable failure) {
        failures++;
        underWay = null;
        Duration retry = FIRST_RETRY.multipliedBy(1L << Math.min(failures - 1, 10));
        schedule(jittered(retry.compareTo(LONGEST_RETRY) < 0 ? retry : LONGEST_RETRY, 0.5));
        // In development, Usher is its own issuer, and asks itself a moment before it listens.
        Logger.Level level = failures == 1 && keys == null ? Logger.Level.DEBUG : Logger.Level.WARN;
        LOG.logf(
                level,
                "The keys of issuer %s cannot be fetched from %s (%s); %s.",
                issuer.name(),
                url.getHost(),
                reason(failure),
                current().isPresent()
                        ? "the ones from " + confirmed + " are believed until " + confirmed.plus(config.maxStale())
                        : "its tokens are answered with 503");
    }

    /** Of our own failures the message; of others only what they are. */
    private static String reason(Throwable failure) {
        boolean own = failure instanceof IllegalStateException || failure instanceof IllegalArgumentException;
        return own ? String.valueOf(failure.getMessage()) : failure.getClass().getSimpleName();
    }

    private static Duration jittered(Duration duration, double least) {
        return Duration.ofMillis(
                (long) (duration.toMillis() * ThreadLocalRandom.current().nextDouble(least, 1)));
    }

    private void schedule(Duration delay) {
        nextAttempt = clock.instant().plus(delay);
        fetching.after(delay, this::begin);
    }

    /** What fetching needs of the world. */
    interface Fetching {

        Uni<JwksClient.Answer> get(URI url);

        /** Has the fetch be made after that time, in the place of what was to be made before. */
        void after(Duration delay, Runnable fetch);
    }
}
