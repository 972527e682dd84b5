package dev.usher.pusher;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.pusher.rest.data.EventBatch;
import com.pusher.rest.data.TriggerData;
import dev.usher.channel.ChannelAttribute;
import dev.usher.channel.Destination;
import dev.usher.channel.SocketId;
import dev.usher.delivery.Call;
import dev.usher.delivery.Part;
import dev.usher.publish.Event;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The bodies of publishing, made of the library's own types with the one field that they lack. */
final class EventBodies {

    /** As the library's own, which only its subclasses see. */
    private static final Gson GSON = new GsonBuilder()
            .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
            .disableHtmlEscaping()
            .create();

    /** The quotes in the data of an encrypted event, each of which takes an escape. */
    private static final int ESCAPES_OF_SEALED = 8;

    private final Optional<Encryption> encryption;

    EventBodies(Optional<Encryption> encryption) {
        this.encryption = encryption;
    }

    /** The body of the call. Encrypts: each body has nonces of its own, and events stay as they are. */
    String of(Call call) {
        if (!call.isBatch()) {
            Part part = call.parts().get(0);
            return GSON.toJson(new Alone(part, data(part)));
        }
        List<com.pusher.rest.data.Event> batch = new ArrayList<>(call.parts().size());
        for (Part part : call.parts()) {
            batch.add(new InBatch(part, data(part)));
        }
        return GSON.toJson(new EventBatch(batch));
    }

    /** How many bytes the body has of a part that goes alone. In a batch it has less. */
    int bytes(Part part) {
        return GSON.toJson(new Alone(part, "")).getBytes(StandardCharsets.UTF_8).length + dataBytes(part);
    }

    /** How many of these are the data, between its quotes. */
    int dataBytes(Part part) {
        return sealedFor(part).isPresent()
                ? Encryption.sealedSize(part.event().data().size()) + ESCAPES_OF_SEALED
                : GSON.toJson(part.event().data().text()).getBytes(StandardCharsets.UTF_8).length - 2;
    }

    private String data(Part part) {
        String text = part.event().data().text();
        return sealedFor(part)
                .map(to -> encryption
                        .orElseThrow(() -> new IllegalStateException("no master key, yet an event to " + to))
                        .seal(to.channel(), text))
                .orElse(text);
    }

    /** The encrypted channel for which the part is, if it is for one. */
    private static Optional<Destination.Subscribers> sealedFor(Part part) {
        return part.destinations().get(0) instanceof Destination.Subscribers to && to.isEncrypted()
                ? Optional.of(to)
                : Optional.empty();
    }

    private static @Nullable String info(Event event) {
        return event.info().isEmpty() ? null : ChannelAttribute.join(event.info());
    }

    private static @Nullable String except(Event event) {
        return event.except().map(SocketId::value).orElse(null);
    }

    /** The body of {@code POST /events}. */
    private static final class Alone extends TriggerData {

        @SuppressWarnings({"unused", "FieldCanBeLocal"}) // read by Gson
        private final @Nullable String info;

        Alone(Part part, String data) {
            super(
                    part.destinations().stream().map(Destination::wireName).toList(),
                    part.event().name().value(),
                    data,
                    except(part.event()));
            this.info = info(part.event());
        }
    }

    /** An element of the body of {@code POST /batch_events}. */
    private static final class InBatch extends com.pusher.rest.data.Event {

        @SuppressWarnings({"unused", "FieldCanBeLocal"}) // read by Gson
        private final @Nullable String info;

        InBatch(Part part, String data) {
            super(part.destinations().get(0).wireName(), part.event().name().value(), data, except(part.event()));
            this.info = info(part.event());
        }
    }
}
