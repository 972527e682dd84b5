package dev.usher.idempotency;

import dev.usher.idempotency.IdempotencyMeters.Result;
import dev.usher.problem.CorrelationId;
import dev.usher.shared.SharedStateConfig;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/**
 * Has a call that is sent several times under one key done once.
 *
 * <p>Those that come to this process while one is under way wait for it here. A call that has begun goes on whatever
 * becomes of the callers that wait for it.
 */
@Singleton
public final class Idempotency {

    private final KeptAnswers answers;
    private final IdempotencyMeters meters;
    private final Turn.Pauses pauses;
    private final ConcurrentMap<Attempt, CompletableFuture<Reply>> underWay = new ConcurrentHashMap<>();

    @Inject
    Idempotency(
            KeptAnswers shared,
            SharedStateConfig state,
            IdempotencyConfig config,
            Vertx vertx,
            IdempotencyMeters meters,
            MeterRegistry registry) {
        this(
                state.sharedState() == SharedStateConfig.Kind.REDIS ? shared : inMemory(config, registry),
                meters,
                pause -> Uni.createFrom()
                        .emitter(emitter -> vertx.setTimer(pause.toMillis(), tick -> emitter.complete(null))));
    }

    Idempotency(KeptAnswers answers, IdempotencyMeters meters, Turn.Pauses pauses) {
        this.answers = answers;
        this.meters = meters;
        this.pauses = pauses;
    }

    private static KeptAnswers inMemory(IdempotencyConfig config, MeterRegistry registry) {
        AnswersInMemory answers =
                new AnswersInMemory(config.window(), config.maxKeys(), config.maxBytes(), System::nanoTime);
        Gauge.builder("usher.idempotency.keys", answers, AnswersInMemory::entries)
                .description("Idempotency-Keys that this pod remembers")
                .register(registry);
        Gauge.builder("usher.idempotency.bytes", answers, AnswersInMemory::bytes)
                .description("What their answers take of memory, and what is set aside for those under way")
                .baseUnit("bytes")
                .register(registry);
        return answers;
    }

    void check(@Observes StartupEvent event, IdempotencyConfig config) {
        if (config.window().compareTo(Duration.ofSeconds(1)) < 0
                || config.window().compareTo(Duration.ofDays(1)) > 0) {
            throw new ConfigurationException("Set usher.idempotency.window to 1s or more, and at most 24h.");
        }
        if (config.maxKeys() < 1 || config.maxBytes() < AnswerSize.LARGEST) {
            throw new ConfigurationException(
                    "Set usher.idempotency.max-keys to 1 or more, and usher.idempotency.max-bytes to %d or more."
                            .formatted(AnswerSize.LARGEST));
        }
    }

    /**
     * Answers a call: does it, if it is the first of its key, or tells what came of that.
     *
     * @param size what its answer can have at most
     * @param id under what the log has it, should it fail
     * @param doing does what is asked. What it fails with is taken for an outcome in which something may have been done
     * @return fails with a {@link dev.usher.problem.ProblemException} if the call is neither done nor answered as before
     */
    public Uni<Reply> once(Attempt attempt, AnswerSize size, CorrelationId id, Supplier<Uni<Outcome>> doing) {
        // A copy, because whoever stops waiting cancels what he waits for.
        return Uni.createFrom()
                .completionStage(() -> join(attempt, new Turn(answers, meters, pauses, attempt, size, id, doing))
                        .copy());
    }

    private CompletableFuture<Reply> join(Attempt attempt, Turn turn) {
        CompletableFuture<Reply> own = new CompletableFuture<>();
        CompletableFuture<Reply> first = underWay.putIfAbsent(attempt, own);
        if (first != null) {
            meters.count(Result.JOINED);
            return first.thenApply(Reply::again);
        }
        turn.take()
                .subscribe()
                .with(
                        reply -> {
                            boolean unused = underWay.remove(attempt, own);
                            own.complete(reply);
                        },
                        failure -> {
                            boolean unused = underWay.remove(attempt, own);
                            own.completeExceptionally(failure);
                        });
        return own;
    }
}
