package dev.usher.publish;

import com.fasterxml.jackson.databind.JsonNode;
import dev.usher.access.Asker;
import dev.usher.access.Several;
import dev.usher.problem.CorrelationId;
import dev.usher.problem.Problem;
import dev.usher.problem.ProblemException;
import dev.usher.problem.ProblemType;
import dev.usher.request.JsonFields;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/** The events of one batch, those that can be published and those that cannot, in the order of the request. */
final class EventBatch {

    /** Ours. What a server takes at once is less, and made of it by whoever sends it. */
    static final int MAX_EVENTS = 1000;

    /**
     * Ours, of all events together. It bounds what one call costs: a destination takes two calls to the server at
     * most, and ten or a hundred share one as a rule.
     */
    static final int MAX_DESTINATIONS = 10_000;

    private static final String FIELD = "batch";

    private final List<Entry> entries;

    private EventBatch(List<Entry> entries) {
        this.entries = entries;
    }

    /** @throws ProblemException if the request is no batch; an event that is none is one of its entries */
    static EventBatch read(JsonFields fields) {
        fields.allowOnly(Set.of(FIELD));
        List<JsonNode> events = fields.array(FIELD, 1, MAX_EVENTS)
                .orElseThrow(() -> Problem.ofField(FIELD, "is missing").asException());
        Allowance allowance = new Allowance();
        List<Entry> entries = new ArrayList<>(events.size());
        for (JsonNode event : events) {
            entries.add(entry("%s[%d]".formatted(FIELD, entries.size()), event, allowance));
        }
        return new EventBatch(entries);
    }

    private static Entry entry(String place, JsonNode json, Allowance allowance) {
        CorrelationId id = CorrelationId.random();
        if (!json.isObject()) {
            return new Bad(
                    id,
                    Problem.of(ProblemType.MALFORMED_REQUEST, place + ": is no JSON object")
                            .with("field", place));
        }
        try {
            Event event = PublishRequest.read(JsonFields.of(json));
            allowance.check(event);
            return new Sendable(id, place, event);
        } catch (ProblemException e) {
            return new Bad(id, e.problem().within(place));
        }
    }

    /** The same batch, in which those that may not be published cannot be. */
    Uni<EventBatch> passing(Asker asker, EventGate gate) {
        return Several.inOrder(entries, entry -> entry.passing(asker, gate)).map(EventBatch::new);
    }

    /** Those that can be published. */
    List<Event> sendable() {
        return entries.stream()
                .filter(Sendable.class::isInstance)
                .map(entry -> ((Sendable) entry).event())
                .toList();
    }

    /** How many there are beside these. */
    int unsendable() {
        return entries.size() - sendable().size();
    }

    /** Whether all events could be published, and came to this. */
    boolean hasOnly(List<PublishOutcome> outcomes, Effect effect) {
        return outcomes.size() == entries.size() && outcomes.stream().allMatch(outcome -> Effect.of(outcome) == effect);
    }

    /** @param outcomes of the {@linkplain #sendable() sendable} events, in the same order */
    List<EventResult> results(List<PublishOutcome> outcomes) {
        return results(outcomes, (effect, problem) -> problem);
    }

    /** @param remark what is to be said of an event that was not accepted, by what that means */
    List<EventResult> results(List<PublishOutcome> outcomes, BiFunction<Effect, Problem, Problem> remark) {
        Iterator<PublishOutcome> next = outcomes.iterator();
        return entries.stream()
                .map(entry ->
                        entry instanceof Sendable sent ? sent.result(next.next(), remark) : ((Bad) entry).result())
                .toList();
    }

    /** Lets events pass until they have too many destinations, and none after that, so that none overtakes another. */
    private static final class Allowance {

        private int destinations;

        void check(Event event) {
            destinations += event.destinations().size();
            if (destinations > MAX_DESTINATIONS) {
                throw Problem.of(
                                ProblemType.TOO_LARGE,
                                "The events of this batch up to this one have %d destinations (expected: at most %d);"
                                                .formatted(destinations, MAX_DESTINATIONS)
                                        + " send it in another batch.")
                        .with("size", destinations)
                        .with("limit", MAX_DESTINATIONS)
                        .asException();
            }
        }
    }

    private sealed interface Entry {

        Uni<Entry> passing(Asker asker, EventGate gate);
    }

    private record Sendable(CorrelationId id, String place, Event event) implements Entry {

        @Override
        public Uni<Entry> passing(Asker asker, EventGate gate) {
            return gate.check(new Asker(asker.caller(), id), event)
                    .<Entry>replaceWith(this)
                    .onFailure(ProblemException.class)
                    .recoverWithItem(refused ->
                            new Bad(id, ((ProblemException) refused).problem().within(place)));
        }

        EventResult result(PublishOutcome outcome, BiFunction<Effect, Problem, Problem> remark) {
            return PublishProblem.fold(
                    event,
                    outcome,
                    EventResult::of,
                    problem -> EventResult.of(
                            remark.apply(Effect.of(outcome), problem).within(place), id));
        }
    }

    private record Bad(CorrelationId id, Problem problem) implements Entry {

        @Override
        public Uni<Entry> passing(Asker asker, EventGate gate) {
            return Uni.createFrom().item(this);
        }

        EventResult result() {
            return EventResult.of(problem, id);
        }
    }
}
