package dev.usher.delivery;

import dev.usher.channel.Destination;
import dev.usher.channel.EventName;
import dev.usher.publish.Event;
import dev.usher.publish.EventData;
import dev.usher.publish.PublishOutcome;
import dev.usher.upstream.ServerProfile;
import dev.usher.upstream.ServerProfile.Limits;
import dev.usher.upstream.UpstreamFailure;
import dev.usher.upstream.UpstreamFailure.Reason;
import dev.usher.upstream.UpstreamResult;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A server that answers a call when a test says so, and remembers what it took. */
final class HeldServer implements ChannelsServer {

    private final int connections;
    private final ServerProfile profile;
    final List<Held> held = new ArrayList<>();
    final List<Call> calls = new ArrayList<>();

    /** Whether it breaks its promise not to fail. */
    boolean broken;

    /** What was taken, as {@code <event>@<channel>}, in order. */
    final List<String> taken = new ArrayList<>();

    HeldServer(int connections) {
        this(connections, ServerProfile.PUSHER);
    }

    HeldServer(int connections, ServerProfile profile) {
        this.connections = connections;
        this.profile = profile;
    }

    static Event event(String name, String... channels) {
        return event(name, false, channels);
    }

    static Event event(String name, boolean idempotent, String... channels) {
        return new Event(
                new EventName(name),
                new EventData("{}"),
                Arrays.stream(channels).map(Destination::of).toList(),
                Optional.empty(),
                Set.of(),
                idempotent);
    }

    @Override
    public int connections() {
        return connections;
    }

    @Override
    public Limits limits() {
        return profile.limits();
    }

    @Override
    public boolean refusesBatchesWhole() {
        return profile.refusesBatchesWhole();
    }

    @Override
    public Optional<PublishOutcome> refusal(Event event) {
        return event.name().value().equals("unsendable")
                ? Optional.of(new PublishOutcome.TooLarge(2, 1))
                : Optional.empty();
    }

    @Override
    public int bodyBytes(Part part) {
        return 100
                + part.event().data().size()
                + part.destinations().stream()
                        .mapToInt(to -> to.wireName().length() + 3)
                        .sum();
    }

    @Override
    public int dataBytes(Part part) {
        return part.event().data().size();
    }

    @Override
    public Uni<UpstreamResult<Receipt>> publish(Call call, Duration time) {
        if (broken) {
            throw new IllegalStateException("broken");
        }
        return Uni.createFrom().emitter(emitter -> {
            calls.add(call);
            held.add(new Held(call, emitter));
        });
    }

    /** The only call that is under way. */
    Held one() {
        if (held.size() != 1) {
            throw new AssertionError(held.size() + " calls are under way");
        }
        return held.get(0);
    }

    /** A call that waits for its answer. */
    final class Held {

        final Call call;
        private final UniEmitter<? super UpstreamResult<Receipt>> emitter;

        Held(Call call, UniEmitter<? super UpstreamResult<Receipt>> emitter) {
            this.call = call;
            this.emitter = emitter;
        }

        List<String> names() {
            return call.parts().stream()
                    .map(part -> part.event().name().value())
                    .toList();
        }

        void take() {
            List<Map<String, Map<String, Object>>> told = new ArrayList<>();
            for (Part part : call.parts()) {
                part.destinations().forEach(to -> taken.add(part.event().name() + "@" + to.wireName()));
                told.add(Map.of(part.destinations().get(0).wireName(), Map.of("subscription_count", 1)));
            }
            held.remove(this);
            emitter.complete(new UpstreamResult.Answered<>(new Receipt(told)));
        }

        void fail(Reason reason) {
            fail(new UpstreamFailure(reason));
        }

        void fail(UpstreamFailure failure) {
            held.remove(this);
            emitter.complete(new UpstreamResult.Failed<>(failure));
        }
    }
}
