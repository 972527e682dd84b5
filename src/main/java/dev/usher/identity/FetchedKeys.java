package dev.usher.identity;

import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keys from a URL. They are fetched before anybody asks for them and again before they are old; requests wait only while
 * there are none, and for a key that is new. However many requests ask, one fetch at a time serves all. The lock is held
 * for a few assignments and never while something is waited for.
 */
final class FetchedKeys implements KeySet {

    private static final Logger LOG = Logger.getLogger(FetchedKeys.class);

    /** An attempt that is so near may as well be made now, when somebody needs it. */
    private static final Duration SOON = Duration.ofSeconds(1);

    private final Issuer issuer;
    private final URI url;
    private final KeysConfig config;
    private final Fetching fetching;
    private final Clock clock;
    private final WaitingRoom waitingRoom = new WaitingRoom();

    private @Nullable Keys keys;
    private Instant confirmed = Instant.MIN;
    private Instant nextAttempt = Instant.MIN;
    private Instant lastRenewal = Instant.MIN;
    private @Nullable Uni<Keys> underWay;
    private int failures;

    FetchedKeys(Issuer issuer, URI url, KeysConfig config, Fetching fetching, Clock clock) {
        this.issuer = issuer;
        this.url = url;
        this.config = config;
        this.fetching = fetching;
        this.clock = clock;
    }

    /** Asks for the keys before any token does. */
    void begin() {
        Uni<Keys> unused = fetch();
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
        LOG.debugf("A token of issuer %s waits for keys", issuer.name());
        return waitingRoom.admit(fetch).onFailure().transform(failure -> Refusal.NO_KEYS.asException());
    }

    private static Uni<Keys> unavailable() {
        return Uni.createFrom().failure(Refusal.NO_KEYS::asException);
    }

    /** When the issuer said last that these are its keys, in seconds since 1970; 0 if it never has. */
    synchronized double confirmedAt() {
        return keys == null ? 0 : confirmed.getEpochSecond();
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
        synchronized (this) {
            // The same object, so that whoever remembers it sees at a glance that nothing has changed.
            Keys known = keys;
            Keys now = known != null && known.equals(fetched) ? known : fetched;
            keys = now;
            confirmed = clock.instant();
            failures = 0;
            underWay = null;
            schedule(Pace.afterAnswer(answer.maxAge(), config.refresh()));
            return now;
        }
    }

    private void failed(Throwable failure) {
        boolean beforeListening;
        Instant since;
        synchronized (this) {
            failures++;
            underWay = null;
            schedule(Pace.afterFailures(failures));
            // In development, Usher is its own issuer, and asks itself a moment before it listens.
            beforeListening = failures == 1 && keys == null;
            since = confirmed;
        }
        // Without the lock: who only wants to see the keys does not wait until a log is written.
        LOG.logf(
                beforeListening ? Logger.Level.DEBUG : Logger.Level.WARN,
                "The keys of issuer %s cannot be fetched from %s (%s); %s.",
                issuer.name(),
                url.getHost(),
                reason(failure),
                current().isPresent()
                        ? "the ones from " + since + " are believed until " + since.plus(config.maxStale())
                        : "its tokens are answered with 503");
    }

    /** Of our own failures the message; of others only what they are. */
    private static String reason(Throwable failure) {
        boolean own = failure instanceof IllegalStateException || failure instanceof IllegalArgumentException;
        return own ? String.valueOf(failure.getMessage()) : failure.getClass().getSimpleName();
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
