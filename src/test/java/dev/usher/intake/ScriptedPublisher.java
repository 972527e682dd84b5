package dev.usher.intake;

import dev.usher.publish.Event;
import dev.usher.publish.EventPublisher;
import dev.usher.publish.PublishOutcome;
import dev.usher.upstream.UpstreamFailure;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes events and keeps them in the order in which they came; answers when it is told to, or at once. */
public final class ScriptedPublisher implements EventPublisher {

    static final PublishOutcome ACCEPTED = new PublishOutcome.Accepted(Map.of());

    final List<String> sent = new ArrayList<>();
    private final Deque<PublishOutcome> outcomes = new ArrayDeque<>();
    private final Deque<UniEmitter<? super List<PublishOutcome>>> held = new ArrayDeque<>();
    private boolean holding;

    /** What becomes of those that come, one after another; then all are accepted. */
    public ScriptedPublisher(PublishOutcome... outcomes) {
        this.outcomes.addAll(List.of(outcomes));
    }

    static PublishOutcome failed(UpstreamFailure.Reason reason) {
        return new PublishOutcome.NotAccepted(new UpstreamFailure(reason), true, 1, List.of(), List.of());
    }

    /** From now on, what comes is answered by {@link #answer()}. */
    public synchronized void hold() {
        holding = true;
    }

    /** Answers the call that has waited for longest. */
    public void answer() {
        UniEmitter<? super List<PublishOutcome>> first;
        synchronized (this) {
            first = held.remove();
        }
        first.complete(List.of(ACCEPTED));
    }

    public synchronized List<String> sent() {
        return List.copyOf(sent);
    }

    @Override
    public int maxDataBytes() {
        return 1000;
    }

    @Override
    public synchronized Uni<List<PublishOutcome>> publish(List<Event> events) {
        events.forEach(event -> sent.add(event.data().text()));
        if (holding) {
            return Uni.createFrom().<List<PublishOutcome>>emitter(emitter -> held.add(emitter));
        }
        return Uni.createFrom()
                .item(events.stream()
                        .map(event -> Optional.ofNullable(outcomes.poll()).orElse(ACCEPTED))
                        .toList());
    }
}
