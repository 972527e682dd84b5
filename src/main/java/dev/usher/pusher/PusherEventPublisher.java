package dev.usher.pusher;

import dev.usher.publish.Event;
import dev.usher.publish.EventPublisher;
import dev.usher.publish.PublishOutcome;
import dev.usher.publish.PublishOutcome.NotAccepted;
import dev.usher.publish.PublishOutcome.Reason;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/** Publishes through the Channels HTTP API. */
@Singleton
final class PusherEventPublisher implements EventPublisher {

    private static final Logger LOG = Logger.getLogger(PusherEventPublisher.class);

    private final PusherApi api;

    PusherEventPublisher(ChannelsApp app, HttpTransport transport) {
        this.api = new PusherApi(app, transport);
    }

    @Override
    public Uni<PublishOutcome> publish(Event event) {
        return api.trigger(event)
                .map(UpstreamOutcome::of)
                .onFailure()
                .recoverWithItem(failure -> new NotAccepted(reason(failure), Optional.empty()));
    }

    private static Reason reason(Throwable failure) {
        // The failure's message may hold the address, which is no secret, but never the signed query.
        LOG.warnf("Publishing failed: %s", failure.toString());
        if (failure instanceof NotSentException) {
            Throwable cause = failure.getCause();
            // A timeout here is that of waiting for one of the connections; that of opening one is a ConnectException.
            return cause instanceof ConnectionPoolTooBusyException || cause instanceof TimeoutException
                    ? Reason.OVERLOADED
                    : Reason.UNREACHABLE;
        }
        return failure instanceof io.smallrye.mutiny.TimeoutException ? Reason.TIMED_OUT : Reason.FAILED;
    }
}
