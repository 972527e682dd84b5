package dev.usher.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.problem.ProblemType;
import dev.usher.testing.ScriptedApplication;
import dev.usher.testing.Vectors;
import dev.usher.webhook.Outcome.Delivered;
import dev.usher.webhook.Outcome.NotDelivered;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How webhooks are sent on to an application that is well, that is not, and that gets well again. */
class ApplicationTest {

    private static final long SEED = 42;
    private static final long PATIENCE_SECONDS = 30;
    private static final Duration LONG = Duration.ofSeconds(PATIENCE_SECONDS);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final TimeWindow WINDOW = new TimeWindow(LONG, LONG, Clock.systemUTC());

    private final Vertx vertx = Vertx.vertx();
    private final ScriptedApplication server = new ScriptedApplication();

    @AfterEach
    void stop() {
        vertx.getDelegate().close().toCompletionStage().toCompletableFuture().join();
        server.close();
    }

    @Test
    void sendsTheWebhookAsItCame() {
        String body = "{ \"time_ms\":1,\n\"events\":[{\"name\":\"Zoë 🚀\",\"id\":\"a\",\"x\":\"\\u00e9\"}] }";
        assertEquals(
                new Delivered(),
                deliver(application(server.listen(0), LONG), body).join());
        JsonObject seen = server.seen("a").getJsonObject(0);
        assertEquals(body, seen.getString("body"));
        assertEquals("/webhooks?token=of-the-application", seen.getString("target"));
        JsonObject headers = seen.getJsonObject("headers");
        assertEquals(Vectors.KEY, headers.getString("x-pusher-key"));
        assertEquals(Signed.signature(body), headers.getString("x-pusher-signature"));
        assertEquals("application/json; charset=utf-8", headers.getString("content-type"));
        assertFalse(headers.containsKey("authorization"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | 1",
                "202 | 1",
                "299 | 1",
                "503 | 2",
                "500,408,429,504 | 5",
                "close | 2",
                "hang | 2",
                "close,503,hang | 4"
            })
    void triesAgainUntilTheApplicationTakesIt(String script, int attempts) {
        Application application = application(server.listen(0), LONG);
        assertEquals(
                new Delivered(),
                deliver(application, scripted("a", script.split(","))).join());
        assertEquals(attempts, server.seen("a").size());
    }

    @ParameterizedTest
    @CsvSource({"400", "401", "403", "404", "410", "413", "422", "301", "302", "307", "304"})
    void takesARefusalForOne(String status) {
        NotDelivered refused = (NotDelivered) deliver(application(server.listen(0), LONG), scripted("a", status))
                .join();
        assertEquals(ProblemType.FORWARDING_FAILED, refused.problem().type());
        assertTrue(
                refused.problem().detail().contains(status), refused.problem().detail());
        assertEquals(1, server.seen("a").size());
    }

    @Test
    void givesUpInTheEnd() {
        int port = server.listen(0);
        String[] never = Stream.generate(() -> "503").limit(1_000).toArray(String[]::new);
        NotDelivered failed = (NotDelivered)
                deliver(application(port, SHORT), scripted("a", never)).join();
        assertEquals(ProblemType.FORWARDING_FAILED, failed.problem().type());
        assertEquals("(status 503)", failed.problem().reason());
        assertTrue(server.seen("a").size() > 1, () -> server.seen("a").size() + " attempts");

        failed = (NotDelivered)
                deliver(application(port, Duration.ZERO), scripted("b", never)).join();
        assertEquals("(status 503)", failed.problem().reason());
        assertEquals(1, server.seen("b").size());
    }

    @Test
    void findsTheApplicationWhenItIsBack() {
        int port = server.listen(0);
        server.close();
        Application application = application(port, LONG);
        NotDelivered refused =
                (NotDelivered) deliver(application(port, SHORT), scripted("a")).join();
        assertFalse(refused.problem().toString().contains("of-the-application"), refused.toString());

        CompletableFuture<Outcome> waiting = deliver(application, scripted("a"));
        assertFalse(waiting.isDone());
        try (ScriptedApplication again = new ScriptedApplication()) {
            assertEquals(port, again.listen(port));
            assertEquals(
                    new Delivered(),
                    waiting.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join());
            assertEquals(1, again.seen("a").size());
        }
    }

    /** Whatever an application does, an acknowledged webhook has arrived, and an attempt that succeeded is the last. */
    @Test
    void losesNothingAndRepeatsOnlyWhatFailed() {
        Random random = new Random(SEED);
        List<String> steps = List.of("200", "500", "503", "close", "429");
        Deliveries deliveries = new Deliveries(List.of(patient(server.listen(0))), 500, WINDOW);
        List<String[]> scripts = IntStream.range(0, 200)
                .mapToObj(i ->
                        random.ints(3, 0, steps.size()).mapToObj(steps::get).toArray(String[]::new))
                .toList();
        List<CompletableFuture<Outcome>> outcomes = IntStream.range(0, scripts.size())
                // Twice, as a server that has not waited long enough for the answer.
                .mapToObj(i -> scripted("w" + i, scripts.get(i)))
                .flatMap(body -> Stream.of(deliver(deliveries, body), deliver(deliveries, body)))
                .toList();
        outcomes.forEach(outcome -> assertEquals(
                new Delivered(),
                outcome.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join()));
        for (int i = 0; i < scripts.size(); i++) {
            int failures = (int) Stream.of(scripts.get(i))
                    .takeWhile(step -> !step.equals("200"))
                    .count();
            assertEquals(failures + 1, server.seen("w" + i).size(), "w" + i + " of seed " + SEED);
        }
    }

    @Test
    void keepsAHangingApplicationToItsPlaces() {
        Deliveries deliveries = new Deliveries(List.of(application(server.listen(0), LONG)), 3, WINDOW);
        List<CompletableFuture<Outcome>> outcomes = IntStream.range(0, 5)
                .mapToObj(i -> deliver(deliveries, scripted("w" + i, "hang")))
                .toList();
        assertEquals(2, outcomes.stream().filter(CompletableFuture::isDone).count());
        for (int i = 3; i < 5; i++) {
            NotDelivered refused = (NotDelivered) outcomes.get(i).join();
            assertEquals(ProblemType.UNAVAILABLE, refused.problem().type());
        }
        outcomes.subList(0, 3).forEach(outcome -> assertEquals(new Delivered(), outcome.join()));
        assertEquals(0, server.seen("w4").size());
    }

    @ParameterizedTest
    @CsvSource({
        "-1ms, 500, 1, retry-for",
        "5s, 0, 1, timeout",
        "5s, 500, 0, connections",
    })
    void doesNotStartWithWhatCannotWork(String retryFor, long timeout, int connections, String setting) {
        Duration retrying = retryFor.equals("5s") ? Duration.ofSeconds(5) : Duration.ofMillis(-1);
        ConfigurationException refused = assertThrows(
                ConfigurationException.class,
                () -> application(config(1, retrying, Duration.ofMillis(timeout), connections)));
        assertTrue(
                Signed.message(refused).startsWith("Set usher.webhook.forward." + setting + " to"),
                Signed.message(refused));
    }

    private Application application(int port, Duration retryFor) {
        return application(config(port, retryFor, Duration.ofMillis(500), 8));
    }

    /** One that takes no slow answer for a failure. */
    private Application patient(int port) {
        return application(config(port, LONG, LONG, 8));
    }

    private Application application(WebhookConfig config) {
        return new Application(config, new ApplicationClient(vertx, config));
    }

    private static CompletableFuture<Outcome> deliver(Recipient to, String body) {
        return to.deliver(Signed.delivery(body)).subscribeAsCompletionStage();
    }

    private static String scripted(String id, String... script) {
        JsonObject event =
                new JsonObject().put("name", "scripted").put("id", id).put("script", List.of(script));
        return new JsonObject().put("time_ms", 1).put("events", List.of(event)).encode();
    }

    private static WebhookConfig config(int port, Duration retryFor, Duration timeout, int connections) {
        return new WebhookConfig() {
            @Override
            public Optional<List<String>> keys() {
                return Optional.empty();
            }

            @Override
            public Duration maxAge() {
                return LONG;
            }

            @Override
            public Duration maxAhead() {
                return LONG;
            }

            @Override
            public int inFlight() {
                return 1;
            }

            @Override
            public Forward forward() {
                return new ForwardTo(
                        Optional.of("http://127.0.0.1:" + port + "/webhooks?token=of-the-application"),
                        retryFor,
                        timeout,
                        connections);
            }
        };
    }

    private record ForwardTo(Optional<String> url, Duration retryFor, Duration timeout, int connections)
            implements WebhookConfig.Forward {}
}
