package dev.usher.redis;

import dev.usher.revocation.Revocation;
import io.quarkus.redis.datasource.pubsub.ReactivePubSubCommands.ReactiveRedisSubscriber;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/** Listens to what pods tell each other of revocations, through a channel of Redis. */
final class Announcements {

    private static final Logger LOG = Logger.getLogger(Announcements.class);

    /** What is said of a revocation: the version that it made, until when it holds, and what is revoked. */
    private static final Pattern MESSAGE = Pattern.compile("(\\d{1,18}) (\\d{1,18}) (.+)");

    /** Whoever is told of them, on an event loop. */
    interface Listener {

        void learn(Revocation revocation);

        /** After what has been learnt. */
        void hear(long version);

        /** From now on, nothing is heard until somebody listens anew. */
        void goDeaf();
    }

    private final SharedSet shared;
    private final Duration patience;
    private final Listener listener;

    /** Guarded by this object's lock. */
    private Optional<ReactiveRedisSubscriber> subscriber = Optional.empty();

    /** @param patience how long to wait until Redis listens to us */
    Announcements(SharedSet shared, Duration patience, Listener listener) {
        this.shared = shared;
        this.patience = patience;
        this.listener = listener;
    }

    /** Listens, unless it does already. */
    Uni<Void> listen() {
        synchronized (this) {
            if (subscriber.isPresent()) {
                return Uni.createFrom().voidItem();
            }
        }
        return Uni.createFrom()
                .deferred(() -> shared.redis()
                        .pubsub(String.class)
                        .subscribe(shared.channel(), this::hear, this::lose, failure -> lose()))
                .ifNoItem()
                .after(patience)
                .fail()
                .invoke(this::keep)
                .replaceWithVoid();
    }

    /** Stops listening, so that it can be begun anew. */
    void leave() {
        take().ifPresent(live -> live.unsubscribe().subscribe().with(gone -> {}, gone -> {}));
    }

    private void lose() {
        Optional<ReactiveRedisSubscriber> unused = take();
        listener.goDeaf();
    }

    private synchronized void keep(ReactiveRedisSubscriber live) {
        subscriber = Optional.of(live);
    }

    private synchronized Optional<ReactiveRedisSubscriber> take() {
        Optional<ReactiveRedisSubscriber> taken = subscriber;
        subscriber = Optional.empty();
        return taken;
    }

    private void hear(String text) {
        Matcher message = MESSAGE.matcher(text);
        if (message.matches()) {
            SharedSet.hand(message.group(3), message.group(2), listener::learn);
            listener.hear(Long.parseLong(message.group(1)));
        } else {
            LOG.warn(
                    "Something else than Usher speaks on the channel of the revocations; USHER_REDIS_PREFIX may need to"
                            + " be another.");
        }
    }
}
