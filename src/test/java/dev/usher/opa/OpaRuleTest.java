package dev.usher.opa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.access.AccessConfig;
import dev.usher.channel.ChannelName;
import dev.usher.policy.Action;
import dev.usher.policy.Caller;
import dev.usher.policy.Claims;
import dev.usher.policy.Decision;
import dev.usher.testing.ScriptedOpa;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a question when the endpoint is well, when it is not, and when it gets well again. */
class OpaRuleTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Caller CALLER = new Caller(
            "auth0|1",
            Set.of("clerk", "admin"),
            new Claims(Map.of(
                    "sub",
                    "auth0|1",
                    "email",
                    "zoe@example.com",
                    "org",
                    Map.of("id", "acme"),
                    "teams",
                    List.of("red"))));

    private final Vertx vertx = Vertx.vertx();
    private final ScriptedOpa endpoint = new ScriptedOpa();
    private final AtomicLong nanos = new AtomicLong();

    @AfterEach
    void stop() {
        vertx.getDelegate().close().toCompletionStage().toCompletableFuture().join();
        endpoint.close();
    }

    @ParameterizedTest
    @CsvSource({"true, opa", "beside, opa", "object, opa", "named, opa:on call"})
    void takesAYesForOne(String answer, String rule) {
        assertEquals(new Decision.Allowed(rule), decide(rule(LONG), answer).join());
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "undefined", "refusing", "empty"})
    void takesANoForOne(String answer) {
        assertInstanceOf(Decision.Denied.class, decide(rule(LONG), answer).join());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "garbage",
                "nothing",
                "array",
                "bare",
                "text",
                "number",
                "null",
                "set",
                "allowtext",
                "allownull",
                "twice",
                "trailing",
                "cut",
                "huge",
                "close",
                "stop",
                "redirect",
                "201",
                "204",
                "400",
                "401",
                "404",
                "500",
                "503"
            })
    void takesNothingElseForAnAnswer(String answer) {
        OpaRule rule = rule(LONG);
        Throwable failure = failure(decide(rule, answer));
        assertFalse(String.valueOf(failure.getMessage()).contains("words of the endpoint"), failure.toString());
        fails(decide(rule, answer));
        assertEquals(2, asked(answer), "what is no answer is not remembered");
    }

    @Test
    void doesNotWaitForever() {
        assertInstanceOf(TimeoutException.class, failure(decide(rule(SHORT), "hang")));
    }

    @Test
    void leavesNoConnectionToAnAnswerThatDoesNotCome() {
        OpaRule rule = rule(SHORT, 1, Duration.ZERO);
        fails(decide(rule, "hang"));
        fails(decide(rule, "hang"));
        assertEquals(new Decision.Allowed("opa"), decide(rule, "true").join());
    }

    @Test
    void letsNoMoreThanSoManyQuestionsWait() {
        OpaRule rule = rule(LONG, 1, Duration.ZERO);
        List<CompletableFuture<Decision>> asked = new ArrayList<>(List.of(decide(rule, "0_wait")));
        // Until there is a connection, it waits itself.
        awaitAsked("0_wait");
        // Eight wait. Which of the nine is turned away, their threads find out among themselves.
        IntStream.range(1, 10).forEach(i -> asked.add(decide(rule, i + "_wait")));
        assertThrows(CompletionException.class, () -> CompletableFuture.anyOf(asked.toArray(CompletableFuture[]::new))
                .join());
        assertEquals(1, asked.stream().filter(CompletableFuture::isDone).count());
    }

    @Test
    void findsTheEndpointWhenItIsBack() {
        int port = endpoint.listen(0);
        OpaRule rule = rule(port, LONG, 4, LONG);
        assertEquals(new Decision.Allowed("opa"), decide(rule, "1_true").join());
        endpoint.close();
        fails(decide(rule, "2_true"));
        assertEquals(new Decision.Allowed("opa"), decide(rule, "1_true").join(), "what is remembered still holds");
        try (ScriptedOpa back = new ScriptedOpa()) {
            assertEquals(port, back.listen(port));
            assertEquals(new Decision.Allowed("opa"), decide(rule, "2_true").join());
        }
    }

    @Test
    void tellsWhatIsNeededAndNoMore() {
        decide(rule(LONG), "true").join();
        JsonObject seen = endpoint.seen("private-encrypted-x_true").getJsonObject(0);
        assertEquals(
                "{\"input\":{\"action\":\"subscribe\",\"caller\":{\"claims\":{\"org.id\":\"acme\",\"teams\":[\"red\"]},"
                        + "\"roles\":[\"admin\",\"clerk\"],\"subject\":\"auth0|1\"},\"channel\":{\"kind\":"
                        + "\"private-encrypted\",\"name\":\"private-encrypted-x_true\"}}}",
                seen.getString("body"));
        assertEquals("Bearer " + ScriptedOpa.TOKEN, seen.getString("authorization"));
        assertEquals("/v1/data/usher/allow?key=of-the-query", seen.getString("target"));
    }

    @Test
    void asksOnceWhileTheAnswerHolds() {
        OpaRule rule = rule(LONG);
        for (String answer : List.of("true", "false")) {
            Decision first = decide(rule, answer).join();
            nanos.addAndGet(Duration.ofSeconds(5).toNanos() - 1);
            assertEquals(first, decide(rule, answer).join());
            assertEquals(1, asked(answer));
            nanos.addAndGet(1);
            assertEquals(first, decide(rule, answer).join());
            assertEquals(2, asked(answer));
        }
    }

    @Test
    void asksAgainForWhatDiffers() {
        OpaRule rule = rule(LONG);
        ChannelName channel = new ChannelName("private-encrypted-x_true");
        Stream.of(
                        CALLER,
                        new Caller("2", CALLER.roles(), CALLER.claims()),
                        new Caller(CALLER.subject(), Set.of("clerk"), CALLER.claims()),
                        new Caller(CALLER.subject(), CALLER.roles(), new Claims(Map.of("teams", List.of("red")))))
                .forEach(caller -> ask(rule, caller, Action.SUBSCRIBE, channel).join());
        ask(rule, CALLER, Action.PUBLISH, channel).join();
        assertEquals(5, asked("true"));
        Caller otherMail = new Caller(
                CALLER.subject(),
                CALLER.roles(),
                new Claims(Map.of("org", Map.of("id", "acme"), "teams", List.of("red"), "email", "other")));
        ask(rule, otherMail, Action.SUBSCRIBE, channel).join();
        assertEquals(5, asked("true"), "what the endpoint is not told makes no difference");
    }

    @Test
    void asksOnceForAllWhoWait() {
        OpaRule rule = rule(LONG);
        List<CompletableFuture<Decision>> waiting =
                IntStream.range(0, 50).mapToObj(i -> decide(rule, "wait")).toList();
        // Whoever gives up does not take the answer from the others.
        assertTrue(waiting.get(0).cancel(false));
        awaitAsked("wait");
        endpoint.letGo();
        waiting.subList(1, 50).forEach(one -> assertEquals(new Decision.Allowed("opa"), one.join()));
        assertEquals(1, asked("wait"));
    }

    @Test
    void remembersNoMoreThanItMay() {
        AnswerCache cache = new AnswerCache(LONG, nanos::get);
        int[] calls = new int[1];
        for (int i = 0; i <= AnswerCache.MAX_REMEMBERED; i++) {
            get(cache, calls, i);
        }
        get(cache, calls, AnswerCache.MAX_REMEMBERED);
        assertEquals(AnswerCache.MAX_REMEMBERED + 1, calls[0]);
        get(cache, calls, 0);
        assertEquals(AnswerCache.MAX_REMEMBERED + 2, calls[0]);
    }

    @ParameterizedTest
    @CsvSource({
        "opa.example.com/v1, t, 1s, USHER_OPA_URL is no URL of http",
        "'http://user:s3cr3t@opa/v1', t, 1s, USHER_OPA_URL has a user",
        "'http:// /s3cr3t', t, 1s, USHER_OPA_URL is no URL",
        "https://opa/v1, 's3cr3t x', 1s, USHER_OPA_TOKEN to a bearer token",
        "https://opa/v1, t, 0s, usher.opa.timeout to 1ms or more",
        "https://opa/v1, t, 60s, usher.opa.timeout to less than usher.access.timeout",
    })
    void refusesWhatCannotWork(String url, String token, String timeout, String sentence) {
        Duration duration = Duration.parse("PT" + timeout);
        ConfigurationException refused = assertThrows(
                ConfigurationException.class,
                () -> new OpaRule(vertx, config(url, token, duration, 1, LONG), access(), nanos::get));
        assertTrue(refused.toString().contains(sentence), refused.toString());
        assertFalse(refused.toString().contains("s3cr3t"), refused.toString());
    }

    @Test
    void isAboutTheActionsThatItIsGiven() {
        assertTrue(rule(LONG).concerns(CALLER, Action.SUBSCRIBE));
        assertFalse(rule(LONG).concerns(CALLER, Action.PUBLISH));
    }

    private static void get(AnswerCache cache, int[] calls, int number) {
        cache.get(new OpaQuestion("question " + number), question -> {
                    calls[0]++;
                    return Uni.createFrom().item(OpaAnswer.read(200, "{}"));
                })
                .subscribeAsCompletionStage()
                .join();
    }

    private OpaRule rule(Duration timeout) {
        return rule(timeout, 4, Duration.ofSeconds(5));
    }

    private OpaRule rule(Duration timeout, int connections, Duration cacheFor) {
        return rule(endpoint.listen(0), timeout, connections, cacheFor);
    }

    private OpaRule rule(int port, Duration timeout, int connections, Duration cacheFor) {
        String url = "http://127.0.0.1:" + port + "/v1/data/usher/allow?key=of-the-query";
        return new OpaRule(vertx, config(url, ScriptedOpa.TOKEN, timeout, connections, cacheFor), access(), nanos::get);
    }

    private static CompletableFuture<Decision> decide(OpaRule rule, String answer) {
        return ask(rule, CALLER, Action.SUBSCRIBE, new ChannelName("private-encrypted-x_" + answer));
    }

    private static CompletableFuture<Decision> ask(OpaRule rule, Caller caller, Action action, ChannelName channel) {
        return rule.decide(caller, action, channel).subscribeAsCompletionStage();
    }

    private int asked(String answer) {
        return endpoint.seen("private-encrypted-x_" + answer).size();
    }

    private void awaitAsked(String answer) {
        long end = System.nanoTime() + LONG.toNanos();
        while (asked(answer) == 0) {
            assertTrue(System.nanoTime() < end, "was not asked");
            Thread.onSpinWait();
        }
    }

    private static void fails(CompletableFuture<Decision> decision) {
        assertThrows(CompletionException.class, decision::join);
    }

    private static Throwable failure(CompletableFuture<Decision> decision) {
        return Objects.requireNonNull(
                assertThrows(CompletionException.class, decision::join).getCause());
    }

    private static AccessConfig access() {
        return new AccessConfig() {
            @Override
            public Duration timeout() {
                return Duration.ofSeconds(60);
            }

            @Override
            public int inFlight() {
                return 1;
            }
        };
    }

    private static OpaConfig config(String url, String token, Duration timeout, int connections, Duration cacheFor) {
        return new OpaConfig() {
            @Override
            public Optional<String> url() {
                return Optional.of(url);
            }

            @Override
            public Optional<String> token() {
                return Optional.of(token);
            }

            @Override
            public Set<Action> actions() {
                return Set.of(Action.SUBSCRIBE);
            }

            @Override
            public Optional<List<String>> claims() {
                return Optional.of(List.of("org.id", "teams", "missing"));
            }

            @Override
            public Duration timeout() {
                return timeout;
            }

            @Override
            public Duration cacheFor() {
                return cacheFor;
            }

            @Override
            public int connections() {
                return connections;
            }
        };
    }
}
