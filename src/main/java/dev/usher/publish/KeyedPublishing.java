package dev.usher.publish;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.usher.access.Asker;
import dev.usher.channel.Destination;
import dev.usher.idempotency.Answer;
import dev.usher.idempotency.AnswerSize;
import dev.usher.idempotency.Attempt;
import dev.usher.idempotency.Idempotency;
import dev.usher.idempotency.Outcome;
import dev.usher.idempotency.Reply;
import dev.usher.problem.Problem;
import dev.usher.problem.ProblemDocument;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * Publishes once what is sent under one {@code Idempotency-Key}, however often it is sent.
 *
 * <p>A call of which nothing was published, and that may be the next time, gives its key back. What was published, or may
 * have been, has the key for good, with all that was answered: also with the events of a batch that were not sent. To
 * send these alone when the call comes again would answer it otherwise than the first time, and could have an event
 * overtake those behind it that have gone out.
 */
@Singleton
final class KeyedPublishing {

    private final Idempotency idempotency;
    private final EventPublisher publisher;
    private final ObjectMapper json;

    KeyedPublishing(Idempotency idempotency, EventPublisher publisher, ObjectMapper json) {
        this.idempotency = idempotency;
        this.publisher = publisher;
        this.json = json;
    }

    Uni<RestResponse<Object>> publish(Asker asker, Attempt attempt, Event event) {
        return idempotency
                .once(attempt, plus(AnswerSize.FRAME, event), asker.id(), () -> publisher
                        .publish(event)
                        .map(outcome -> outcome(asker, event, outcome)))
                .map(Reply::asResponse);
    }

    Uni<RestResponse<Object>> publish(Asker asker, Attempt attempt, EventBatch batch) {
        return idempotency
                .once(attempt, size(batch), asker.id(), () -> publisher
                        .publish(batch.sendable())
                        .map(outcomes -> outcome(batch, outcomes)))
                .map(Reply::asResponse);
    }

    private Outcome outcome(Asker asker, Event event, PublishOutcome outcome) {
        Effect effect = Effect.of(outcome);
        Answer answer = PublishProblem.fold(
                event,
                outcome,
                accepted -> ok(PublishedEvent.of(accepted)),
                problem -> Answer.of(ProblemDocument.of(
                        effect == Effect.IN_DOUBT ? underTheKey(effect, problem) : problem, asker.id())));
        return effect == Effect.NONE ? new Outcome.NothingDone(answer) : new Outcome.Settled(answer);
    }

    private Outcome outcome(EventBatch batch, List<PublishOutcome> outcomes) {
        boolean settled = outcomes.stream().map(Effect::of).anyMatch(Effect::wasPerhapsPublished)
                || batch.hasOnly(outcomes, Effect.REFUSED);
        return settled
                ? new Outcome.Settled(results(batch.results(outcomes, KeyedPublishing::underTheKey)))
                : new Outcome.NothingDone(results(batch.results(outcomes)));
    }

    /** What is to be done with an event now that the key has an answer. */
    static Problem underTheKey(Effect effect, Problem problem) {
        return switch (effect) {
            case IN_DOUBT -> problem.adding("Under the same Idempotency-Key it will not be published again.");
            case NONE -> problem.adding("Send it again under another Idempotency-Key.");
            case PUBLISHED, REFUSED -> problem;
        };
    }

    private Answer results(List<EventResult> results) {
        return ok(new EventBatchResource.Results(results));
    }

    private Answer ok(Object body) {
        try {
            return Answer.ok(json.writeValueAsString(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts and numbers can be written as JSON", e);
        }
    }

    static AnswerSize size(EventBatch batch) {
        AnswerSize size = AnswerSize.FRAME;
        for (Event event : batch.sendable()) {
            size = plus(size, event);
        }
        for (int i = 0; i < batch.unsendable(); i++) {
            size = size.plusProblem();
        }
        return size;
    }

    private static AnswerSize plus(AnswerSize size, Event event) {
        return size.plusEvent(
                event.destinations().stream().map(Destination::wireName).toList());
    }
}
