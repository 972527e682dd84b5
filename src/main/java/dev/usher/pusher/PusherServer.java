package dev.usher.pusher;

import com.fasterxml.jackson.databind.JsonNode;
import dev.usher.channel.ChannelAttribute;
import dev.usher.channel.Destination;
import dev.usher.delivery.Call;
import dev.usher.delivery.ChannelsServer;
import dev.usher.delivery.Part;
import dev.usher.delivery.Receipt;
import dev.usher.publish.Event;
import dev.usher.publish.PublishOutcome;
import dev.usher.upstream.ServerProfile;
import dev.usher.upstream.ServerProfile.Limits;
import dev.usher.upstream.UpstreamResult;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Publishes by the Channels HTTP API. */
@Singleton
final class PusherServer implements ChannelsServer {

    /** More than any server takes; each event is held in memory, and read as JSON in one go. */
    private static final int MAX_DATA_BYTES = 1024 * 1024;

    private final PusherApi api;
    private final ServerProfile profile;
    private final Limits limits;
    private final int connections;
    private final Supplier<Outbox> outbox;

    PusherServer(
            Supplier<ChannelsApp> app,
            ServerProfile profile,
            PublishConfig config,
            TransportConfig transport,
            PusherApi api) {
        this.api = api;
        this.profile = profile;
        this.limits = limits(profile, config);
        this.connections = transport.connections();
        this.outbox = new MadeOf<>(app, now -> Outbox.of(now, profile, limits));
    }

    private static Limits limits(ServerProfile profile, PublishConfig config) {
        if (config.maxEventSize().isEmpty()) {
            return profile.limits();
        }
        int bytes = config.maxEventSize().getAsInt();
        if (bytes < 1 || bytes > MAX_DATA_BYTES) {
            throw new ConfigurationException(
                    "Set usher.publish.max-event-size to 1 to " + MAX_DATA_BYTES + " bytes, or not at all.");
        }
        return profile.limits().withDataBytes(bytes);
    }

    @Override
    public int connections() {
        return connections;
    }

    @Override
    public Limits limits() {
        return limits;
    }

    @Override
    public boolean refusesBatchesWhole() {
        return profile.refusesBatchesWhole();
    }

    @Override
    public Optional<PublishOutcome> refusal(Event event) {
        return outbox.get().preflight().check(event);
    }

    @Override
    public int bodyBytes(Part part) {
        return outbox.get().bodies().bytes(part);
    }

    @Override
    public int dataBytes(Part part) {
        int bytes = part.event().data().size();
        return part.destinations().get(0).isEncrypted() ? Encryption.sealedSize(bytes) : bytes;
    }

    @Override
    public Uni<UpstreamResult<Receipt>> publish(Call call, Duration time) {
        return api.publish(call, outbox.get().bodies(), time)
                .map(result -> result.map(answer -> receipt(call, answer)));
    }

    private static Receipt receipt(Call call, JsonNode answer) {
        List<Map<String, Map<String, Object>>> attributes = new ArrayList<>();
        for (int i = 0; i < call.parts().size(); i++) {
            // In a batch of one channel each, and in its order.
            JsonNode inBatch = answer.path("batch").path(i);
            Map<String, Map<String, Object>> told = new TreeMap<>();
            for (Destination destination : call.parts().get(i).destinations()) {
                JsonNode channel =
                        call.isBatch() ? inBatch : answer.path("channels").path(destination.wireName());
                if (channel.isObject()) {
                    told.put(destination.wireName(), counts(channel));
                }
            }
            attributes.add(told);
        }
        return new Receipt(attributes);
    }

    private static Map<String, Object> counts(JsonNode channel) {
        Map<String, Object> counts = new TreeMap<>();
        Attributes.of(channel, ChannelAttribute.COUNTS)
                .forEach((attribute, value) -> counts.put(attribute.wireName(), value));
        return counts;
    }

    /** What events go through on their way out, all of one master key. */
    private record Outbox(EventBodies bodies, Preflight preflight) {

        static Outbox of(ChannelsApp app, ServerProfile profile, Limits limits) {
            EventBodies bodies = new EventBodies(app.masterKey().map(Encryption::new));
            return new Outbox(
                    bodies, new Preflight(profile, limits, app.masterKey().isPresent(), bodies));
        }
    }
}
