package dev.usher.idempotency;

import dev.usher.idempotency.IdempotencyMeters.Result;
import dev.usher.idempotency.Standing.Answered;
import dev.usher.idempotency.Standing.Claim;
import dev.usher.idempotency.Standing.Claimed;
import dev.usher.idempotency.Standing.NoRoom;
import dev.usher.problem.CorrelationId;
import dev.usher.problem.ProblemDocument;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** One call under its key, from the look at how it stands to the answer. */
final class Turn implements Standing.Cases<Uni<Reply>> {

    private static final Logger LOG = Logger.getLogger(Turn.class);

    /** Publishing takes about as long as that if all is well. */
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);

    /** Few looks for one that takes long. */
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

    /** More than publishing takes at most, which is USHER_PUBLISH_DEADLINE. To come back later does no harm. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Waits without keeping anybody. */
    interface Pauses {

        Uni<Void> pause(Duration time);
    }

    private final KeptAnswers answers;
    private final IdempotencyMeters meters;
    private final Pauses pauses;
    private final Attempt attempt;
    private final AnswerSize size;
    private final CorrelationId id;
    private final Supplier<Uni<Outcome>> doing;

    /** Touched by one look after the other. */
    private volatile Duration waited = Duration.ZERO;

    private volatile Duration pause = FIRST_PAUSE;

    Turn(
            KeptAnswers answers,
            IdempotencyMeters meters,
            Pauses pauses,
            Attempt attempt,
            AnswerSize size,
            CorrelationId id,
            Supplier<Uni<Outcome>> doing) {
        this.answers = answers;
        this.meters = meters;
        this.pauses = pauses;
        this.attempt = attempt;
        this.size = size;
        this.id = id;
        this.doing = doing;
    }

    Uni<Reply> take() {
        return Uni.createFrom()
                .deferred(() -> answers.claim(attempt, size.kept()))
                .onFailure()
                .transform(failure -> counted(Result.UNAVAILABLE, KeyProblem.unavailable(failure)))
                .flatMap(standing -> standing.fold(this));
    }

    @Override
    public Uni<Reply> claimed(Claimed standing) {
        meters.count(Result.NEW);
        return Uni.createFrom()
                .deferred(doing::get)
                .onFailure()
                // It may have gone wrong after the event was sent.
                .recoverWithItem(failure -> new Outcome.Settled(Answer.of(ProblemDocument.of(failure, id))))
                .flatMap(outcome -> settle(standing.claim(), outcome));
    }

    /** The answer is given even if it cannot be kept: what is done is done. */
    private static Uni<Reply> settle(Claim claim, Outcome outcome) {
        return outcome.fold(settled -> claim.keep(settled.answer()), nothing -> claim.giveBack())
                .onFailure()
                .invoke(failure -> LOG.warnf(
                        "What came of a call with an Idempotency-Key could not be kept yet (%s).",
                        failure.getClass().getSimpleName()))
                .onFailure()
                .recoverWithNull()
                .replaceWith(new Reply(outcome.answer(), false));
    }

    @Override
    public Uni<Reply> answered(Answered standing) {
        meters.count(waited.isZero() ? Result.REPLAYED : Result.JOINED);
        return Uni.createFrom().item(new Reply(standing.answer(), true));
    }

    @Override
    public Uni<Reply> ofAnotherBody() {
        throw counted(Result.MISMATCH, KeyProblem.reused());
    }

    /** Somebody else does it, at another pod; those of this one have met before. */
    @Override
    public Uni<Reply> underWay() {
        if (waited.compareTo(PATIENCE) >= 0) {
            throw counted(Result.OUTSTANDING, KeyProblem.outstanding());
        }
        Duration next = pause;
        waited = waited.plus(next);
        Duration longer = next.multipliedBy(2);
        pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
        return pauses.pause(next).chain(this::take);
    }

    @Override
    public Uni<Reply> abandoned() {
        throw counted(Result.ABANDONED, KeyProblem.abandoned());
    }

    @Override
    public Uni<Reply> noRoom(NoRoom standing) {
        throw counted(Result.FULL, KeyProblem.noRoom(standing.soonest()));
    }

    private RuntimeException counted(Result result, RuntimeException problem) {
        meters.count(result);
        return problem;
    }
}
