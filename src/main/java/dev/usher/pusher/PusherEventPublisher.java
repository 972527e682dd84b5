package dev.usher.pusher;

import dev.usher.publish.Event;
import dev.usher.publish.EventPublisher;
import dev.usher.publish.PublishOutcome;
import dev.usher.upstream.ServerProfile;
import dev.usher.upstream.ServerProfile.Limits;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Publishes through the Channels HTTP API. */
@Singleton
final class PusherEventPublisher implements EventPublisher {

    /** More than any server takes; each event is held in memory, and read as JSON in one go. */
    private static final int MAX_DATA_BYTES = 1024 * 1024;

    private final PusherApi api;
    private final ServerProfile profile;
    private final Limits limits;
    private final Supplier<Outbox> outbox;
    private final Duration time;

    PusherEventPublisher(Supplier<ChannelsApp> app, ServerProfile profile, PublishConfig config, PusherApi api) {
        this.api = api;
        this.profile = profile;
        this.limits = limits(profile, config);
        this.outbox = new MadeOf<>(app, now -> Outbox.of(now, profile, limits));
        this.time = config.deadline();
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
    public int maxDataBytes() {
        return limits.dataBytes();
    }

    @Override
    public Uni<List<PublishOutcome>> publish(List<Event> events) {
        return Uni.createFrom().deferred(() -> deliver(events, outbox.get()));
    }

    private Uni<List<PublishOutcome>> deliver(List<Event> events, Outbox now) {
        List<Optional<PublishOutcome>> unsent =
                events.stream().map(now.preflight()::check).toList();
        List<Tally> tallies = events.stream().map(event -> new Tally()).toList();
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            if (unsent.get(i).isEmpty()) {
                parts.addAll(now.planner().split(i, events.get(i)));
            }
        }
        return new Delivery(
                        call -> api.publish(call, now.bodies()), profile, tallies, new Deadline(time, System::nanoTime))
                .run(now.planner().gather(parts))
                .map(done -> outcomes(unsent, tallies));
    }

    private static List<PublishOutcome> outcomes(List<Optional<PublishOutcome>> unsent, List<Tally> tallies) {
        List<PublishOutcome> outcomes = new ArrayList<>(tallies.size());
        for (int i = 0; i < tallies.size(); i++) {
            outcomes.add(unsent.get(i).orElseGet(tallies.get(i)::outcome));
        }
        return outcomes;
    }

    /** What events go through on their way out, all of one master key. */
    private record Outbox(EventBodies bodies, Preflight preflight, Planner planner) {

        static Outbox of(ChannelsApp app, ServerProfile profile, Limits limits) {
            EventBodies bodies = new EventBodies(app.masterKey().map(Encryption::new));
            return new Outbox(
                    bodies,
                    new Preflight(profile, limits, app.masterKey().isPresent(), bodies),
                    new Planner(limits, bodies::bytes));
        }
    }
}
