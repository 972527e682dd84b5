package dev.usher.pusher;

import com.pusher.rest.PusherAbstract;
import com.pusher.rest.data.TriggerData;
import dev.usher.channel.ChannelName;
import dev.usher.channel.SocketId;
import dev.usher.publish.ChannelAttribute;
import dev.usher.publish.Event;
import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Pusher's own library, which serialises and signs, on a transport that does not block. */
final class PusherApi extends PusherAbstract<Uni<UpstreamAnswer>> {

    private final HttpTransport transport;

    PusherApi(ChannelsApp app, HttpTransport transport) {
        super(app.id(), app.key(), app.secret().reveal());
        this.transport = transport;
        setHost(app.endpoint().authority());
        // Not end-to-end encryption but TLS, which the library leaves off unless told.
        setEncrypted(app.endpoint().tls());
    }

    /** Publishes the event. What it takes to be signed is done when the result is subscribed to. */
    Uni<UpstreamAnswer> trigger(Event event) {
        return Uni.createFrom().deferred(() -> post("/events", BODY_SERIALISER.toJson(new Body(event))));
    }

    @Override
    protected Uni<UpstreamAnswer> doPost(URI uri, String body) {
        return transport.post(uri, body);
    }

    @Override
    protected Uni<UpstreamAnswer> doGet(URI uri) {
        throw new IllegalStateException("nothing reads from the Channels server yet");
    }

    /** The library's body of {@code POST /events}, with the one field that it lacks. */
    private static final class Body extends TriggerData {

        @SuppressWarnings({"unused", "FieldCanBeLocal"}) // read by Gson
        private final @Nullable String info;

        Body(Event event) {
            super(
                    event.channels().stream().map(ChannelName::value).toList(),
                    event.name().value(),
                    event.data().text(),
                    event.except().map(SocketId::value).orElse(null));
            this.info = event.info().isEmpty() ? null : names(event);
        }

        private static String names(Event event) {
            return event.info().stream()
                    .map(ChannelAttribute::wireName)
                    .sorted()
                    .collect(Collectors.joining(","));
        }
    }
}
