package dev.usher.identity;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.testing.SettableClock;
import dev.usher.testing.TestIssuer;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When an issuer is asked for its keys, and for how long they are believed. */
final class FetchedKeysTest {

    private static final String BOTH = TestIssuer.jwks();
    private static final String ONE =
            new JsonWebKeySet(TestIssuer.key(TestIssuer.EC)).toJson(OutputControlLevel.PUBLIC_ONLY);

    private final SettableClock clock = new SettableClock(Instant.ofEpochSecond(1_800_000_000L));
    private final FakeIssuer world = new FakeIssuer();
    private final FetchedKeys keys =
            new FetchedKeys(issuer(), URI.create("https://issuer.example.com/jwks"), settings(), world, clock);

    @Test
    void asksBeforeAnybodyNeedsThem() {
        keys.begin();
        assertEquals(1, world.fetches);
        assertTrue(keys.current().isEmpty());
        world.answer(BOTH);
        assertEquals(2, keys.current().orElseThrow().all().size());
    }

    @Test
    void letsRequestsWaitForTheOnesThatAreUnderWay() {
        keys.begin();
        UniAssertSubscriber<Keys> first = subscribed(keys.awaited());
        UniAssertSubscriber<Keys> second = subscribed(keys.awaited());
        first.assertNotTerminated();
        world.answer(BOTH);
        assertSame(first.assertCompleted().getItem(), second.assertCompleted().getItem());
        assertEquals(1, world.fetches);
    }

    @Test
    void doesNotLetRequestsWaitForAnIssuerThatIsKnownToBeDown() {
        keys.begin();
        for (int i = 0; i < 8; i++) {
            world.fail();
            world.fire();
        }
        world.fail();
        assertNoKeys(keys.awaited());
        assertEquals(9, world.fetches);
    }

    @Test
    void boundsHowManyRequestsWait() {
        keys.begin();
        List<UniAssertSubscriber<Keys>> waiting = IntStream.range(0, 1_000)
                .mapToObj(i -> subscribed(keys.awaited()))
                .toList();
        assertNoKeys(keys.awaited());
        waiting.get(0).cancel();
        subscribed(keys.awaited()).assertNotTerminated();
        world.answer(BOTH);
        waiting.get(999).assertCompleted();
        subscribed(keys.awaited()).assertCompleted();
    }

    @Test
    void asksAgainAheadOfTime() {
        keys.begin();
        world.answer(BOTH);
        assertTrue(world.delay.compareTo(Duration.ofMinutes(5)) < 0, world.delay.toString());
        assertTrue(world.delay.compareTo(Duration.ofMinutes(4)) >= 0, world.delay.toString());
        world.fire();
        assertEquals(2, world.fetches);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 30, 60, 299, 300, 301, 86_400, 999_999_999})
    void followsTheIssuersMaxAgeWithinBounds(long maxAge) {
        keys.begin();
        world.answer(BOTH, Optional.of(Duration.ofSeconds(maxAge)));
        long most = Math.max(30, Math.min(300, maxAge));
        assertTrue(world.delay.compareTo(Duration.ofSeconds(most)) < 0, world.delay.toString());
        assertTrue(world.delay.toMillis() >= most * 800, world.delay.toString());
    }

    @Test
    void believesOldKeysWhileTheIssuerIsDownForABoundedTime() {
        keys.begin();
        world.answer(BOTH);
        clock.advance(Duration.ofHours(23));
        world.fire();
        world.fail();
        assertTrue(keys.current().isPresent());
        clock.advance(Duration.ofHours(1));
        assertTrue(keys.current().isEmpty());
        world.fire();
        world.answer(BOTH);
        assertTrue(keys.current().isPresent());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>",
                "{}",
                "{\"keys\":[]}",
                "null",
                "[]",
                "{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\"}]}"
            })
    void keepsItsKeysWhenTheAnswerHoldsNone(String nonsense) {
        keys.begin();
        world.answer(BOTH);
        Keys before = keys.current().orElseThrow();
        world.fire();
        world.answer(nonsense);
        assertSame(before, keys.current().orElseThrow());
    }

    @Test
    void forgetsAKeyThatTheIssuerHasTakenAway() {
        keys.begin();
        world.answer(BOTH);
        Keys before = keys.current().orElseThrow();
        world.fire();
        world.answer(BOTH);
        assertSame(before, keys.current().orElseThrow());
        world.fire();
        world.answer(ONE);
        assertNotSame(before, keys.current().orElseThrow());
        assertFalse(keys.current().orElseThrow().contain(before.all().get(0)));
    }

    @Test
    void asksOnceForAFloodOfUnknownKeysInACoolDown() {
        keys.begin();
        world.answer(ONE);
        List<UniAssertSubscriber<Keys>> flood = IntStream.range(0, 900)
                .mapToObj(i -> subscribed(keys.renewed()))
                .toList();
        assertEquals(2, world.fetches);
        world.answer(ONE);
        flood.forEach(UniAssertSubscriber::assertCompleted);
        for (int i = 0; i < 10_000; i++) {
            subscribed(keys.renewed()).assertCompleted();
        }
        assertEquals(2, world.fetches);
    }

    @Test
    void findsARealRotationDuringAFlood() {
        keys.begin();
        world.answer(ONE);
        UniAssertSubscriber<Keys> first = subscribed(keys.renewed());
        world.answer(ONE);
        assertEquals(1, first.assertCompleted().getItem().all().size());
        // The issuer rotates now; within the cool-down nobody can know.
        for (int second = 0; second < 10; second++) {
            assertEquals(
                    1,
                    subscribed(keys.renewed()).assertCompleted().getItem().all().size());
            clock.advance(Duration.ofSeconds(1));
        }
        UniAssertSubscriber<Keys> bogus = subscribed(keys.renewed());
        UniAssertSubscriber<Keys> real = subscribed(keys.renewed());
        world.answer(BOTH);
        assertSame(bogus.assertCompleted().getItem(), real.assertCompleted().getItem());
        assertEquals(2, keys.current().orElseThrow().all().size());
        assertEquals(3, world.fetches);
    }

    @Test
    void callsAnUnknownKeyUndecidedWhileTheIssuerDoesNotAnswer() {
        keys.begin();
        world.answer(ONE);
        UniAssertSubscriber<Keys> asking = subscribed(keys.renewed());
        world.fail();
        assertNoKeys(asking);
        assertNoKeys(keys.renewed());
        assertTrue(keys.current().isPresent());
    }

    @Test
    void showsItsKeysWhileALogIsSlowToTakeWhatIsSaid() {
        keys.begin();
        world.answer(BOTH);
        world.fire();
        List<Keys> seen = new ArrayList<>();
        Handler log = new SlowHandler(() -> CompletableFuture.supplyAsync(keys::current)
                .orTimeout(10, SECONDS)
                .join()
                .ifPresent(seen::add));
        Logger logger = Logger.getLogger(FetchedKeys.class.getName());
        logger.addHandler(log);
        try {
            world.fail();
        } finally {
            logger.removeHandler(log);
        }
        assertEquals(1, seen.size());
    }

    @Test
    void waitsLongerFromFailureToFailure() {
        keys.begin();
        Duration longest = Duration.ZERO;
        for (int i = 0; i < 40; i++) {
            world.fail();
            longest = longest.compareTo(world.delay) > 0 ? longest : world.delay;
            assertTrue(world.delay.compareTo(Duration.ofSeconds(30)) <= 0);
            world.fire();
        }
        assertTrue(longest.compareTo(Duration.ofSeconds(15)) >= 0, longest.toString());
    }

    private static void assertNoKeys(Uni<Keys> uni) {
        assertNoKeys(subscribed(uni));
    }

    private static void assertNoKeys(UniAssertSubscriber<Keys> subscriber) {
        Throwable failure = subscriber.assertFailed().getFailure();
        assertTrue(failure instanceof RefusedTokenException refused && refused.refusal() == Refusal.NO_KEYS);
    }

    private static UniAssertSubscriber<Keys> subscribed(Uni<Keys> uni) {
        return uni.subscribe().withSubscriber(UniAssertSubscriber.create());
    }

    private static Issuer issuer() {
        return new Issuer(
                "default",
                TestIssuer.ISSUER,
                KeyLocation.of("https://issuer.example.com/jwks"),
                "KEYS",
                Set.of("usher"),
                Set.of(Algorithm.RS256, Algorithm.ES256),
                Optional.empty(),
                new Issuer.Subjects("sub", ""),
                Roles.at("groups", Optional.empty()),
                Duration.ofSeconds(30));
    }

    private static KeysConfig settings() {
        return new KeysConfig() {
            @Override
            public Duration refresh() {
                return Duration.ofMinutes(5);
            }

            @Override
            public Duration timeout() {
                return Duration.ofSeconds(3);
            }

            @Override
            public Duration coolDown() {
                return Duration.ofSeconds(10);
            }

            @Override
            public Duration maxStale() {
                return Duration.ofHours(24);
            }
        };
    }

    /** Writes nothing before something else is done. */
    private static final class SlowHandler extends Handler {

        private final Runnable before;

        SlowHandler(Runnable before) {
            this.before = before;
        }

        @Override
        public void publish(LogRecord line) {
            before.run();
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    /** Answers when the test says so, and has a timer that the test fires. */
    private static final class FakeIssuer implements FetchedKeys.Fetching {

        private final Deque<UniEmitter<? super JwksClient.Answer>> asked = new ArrayDeque<>();
        private final List<Runnable> timers = new ArrayList<>();
        private Duration delay = Duration.ZERO;
        private int fetches;

        @Override
        public Uni<JwksClient.Answer> get(URI url) {
            fetches++;
            return Uni.createFrom().<JwksClient.Answer>emitter(asked::add);
        }

        @Override
        public void after(Duration delay, Runnable fetch) {
            this.delay = delay;
            timers.add(fetch);
        }

        void answer(String body) {
            answer(body, Optional.empty());
        }

        void answer(String body, Optional<Duration> maxAge) {
            asked.remove().complete(new JwksClient.Answer(body, maxAge));
        }

        void fail() {
            asked.remove().fail(new IllegalStateException("status 500"));
        }

        void fire() {
            timers.get(timers.size() - 1).run();
        }
    }
}
