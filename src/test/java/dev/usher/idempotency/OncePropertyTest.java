package dev.usher.idempotency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.problem.CorrelationId;
import dev.usher.problem.ProblemException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/** However calls, their bodies, their outcomes and time follow each other: nothing is done twice under one key. */
class OncePropertyTest {

    private static final Duration WINDOW = Duration.ofSeconds(10);
    private static final int MAX_KEYS = 4;
    private static final long MAX_BYTES = 4_000;

    /** What happens next: a call, the end of one that is under way, or that time passes. */
    private record Step(Kind kind, int key, String body, boolean settled, int size) {}

    private enum Kind {
        CALL,
        END,
        TIME
    }

    @Property
    void isDoneOnceUnderEachKeyWithinTheWindow(@ForAll("steps") List<Step> steps) {
        World world = new World();
        for (Step step : steps) {
            switch (step.kind()) {
                case CALL -> world.call(step);
                case END -> world.end(step);
                case TIME -> world.clock.advance(Duration.ofSeconds(step.size() % 7));
            }
            world.assertBounded();
        }
        while (!world.underWay.isEmpty()) {
            world.end(new Step(Kind.END, 0, "a", true, 1));
        }
        assertTrue(world.replies.stream().allMatch(CompletableFuture::isDone), "somebody waits for nothing");
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.frequency(Tuple.of(5, Kind.CALL), Tuple.of(4, Kind.END), Tuple.of(1, Kind.TIME)),
                        Arbitraries.integers().between(0, 5),
                        Arbitraries.of("a", "b"),
                        Arbitraries.of(true, true, false),
                        Arbitraries.integers().between(0, 1_500))
                .as(Step::new)
                .list()
                .ofMaxSize(60);
    }

    /** What is under a key, as somebody sees it who watches all calls. */
    private record Done(String body, Answer answer, long at) {}

    private record Running(int key, String body, int size, CompletableFuture<Outcome> outcome) {}

    private static final class World {

        private final Attempts clock = new Attempts();
        private final AnswersInMemory answers = new AnswersInMemory(WINDOW, MAX_KEYS, MAX_BYTES, clock::now);
        private final Idempotency idempotency =
                new Idempotency(answers, new IdempotencyMeters(new SimpleMeterRegistry()), pause -> Uni.createFrom()
                        .nothing());
        private final List<Running> underWay = new ArrayList<>();
        private final Map<Integer, Done> done = new HashMap<>();
        private final List<CompletableFuture<Reply>> replies = new ArrayList<>();
        private int begun;

        void call(Step step) {
            int before = begun;
            List<Running> same =
                    underWay.stream().filter(each -> each.key() == step.key()).toList();
            CompletableFuture<Reply> reply = idempotency
                    .once(
                            Attempts.of("key-" + step.key(), step.body()),
                            new AnswerSize(step.size()),
                            new CorrelationId("urn:uuid:1"),
                            () -> begin(step))
                    .subscribeAsCompletionStage();
            replies.add(reply);
            Done earlier = live(step.key());
            if (!same.isEmpty()) {
                assertEquals(before, begun, "begun while it was under way");
                boolean twin = same.get(0).body().equals(step.body());
                assertEquals(twin ? 0 : 409, statusOf(reply));
            } else if (earlier != null) {
                assertEquals(before, begun, "begun although it had been done");
                boolean twin = earlier.body().equals(step.body());
                assertEquals(twin ? earlier.answer().status() : 409, statusOf(reply));
                assertTrue(!twin || reply.join().equals(new Reply(earlier.answer(), true)));
            } else {
                assertTrue(begun == before + 1 || statusOf(reply) == 503);
            }
        }

        private Uni<Outcome> begin(Step step) {
            begun++;
            Running running = new Running(step.key(), step.body(), step.size(), new CompletableFuture<>());
            underWay.add(running);
            return Uni.createFrom().completionStage(running.outcome());
        }

        void end(Step step) {
            if (underWay.isEmpty()) {
                return;
            }
            Running running = underWay.remove(step.size() % underWay.size());
            Answer answer = Answer.ok("x".repeat(running.size()));
            if (step.settled()) {
                done.put(running.key(), new Done(running.body(), answer, clock.now()));
            }
            running.outcome().complete(step.settled() ? new Outcome.Settled(answer) : new Outcome.NothingDone(answer));
        }

        private @Nullable Done live(int key) {
            Done last = done.get(key);
            return last != null && clock.now() - last.at() < WINDOW.toNanos() ? last : null;
        }

        void assertBounded() {
            assertTrue(answers.entries() <= MAX_KEYS, () -> answers.entries() + " keys");
            assertTrue(answers.bytes() <= MAX_BYTES && answers.bytes() >= 0, () -> answers.bytes() + " bytes");
        }

        /** 0 while there is no answer. */
        private static int statusOf(CompletableFuture<Reply> reply) {
            if (!reply.isDone()) {
                return 0;
            }
            try {
                return reply.join().answer().status();
            } catch (CompletionException e) {
                return assertInstanceOf(ProblemException.class, e.getCause())
                        .problem()
                        .type()
                        .status();
            }
        }
    }
}
