package dev.usher.tracing;

import static dev.usher.testing.ScriptedAnswer.close;
import static dev.usher.testing.ScriptedAnswer.status;
import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.testing.Collector;
import dev.usher.testing.CollectorPort;
import dev.usher.testing.ScriptedChannels;
import dev.usher.testing.ScriptedChannelsPort;
import dev.usher.testing.TestIssuer;
import dev.usher.testing.TracedSpan;
import dev.usher.testing.TracedSpan.Kind;
import dev.usher.testing.Vectors;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What arrives at a collector, byte by byte, of what callers ask for. */
@QuarkusTest
@WithTestResource(ScriptedChannelsPort.class)
@WithTestResource(CollectorPort.class)
class TracingTest {

    private static final String CALLER = "b7ad6b7169203331";

    /** Each with so many calls; enough that some of them wait for the same connection. */
    private static final int BACKENDS = 4;

    private static final int CALLS = 5;

    private final String token = TestIssuer.token("user-4711", "publisher");
    private final String trace = newTrace();

    // Not before the test is prepared: Quarkus makes an instance of it in each of two class loaders.
    private Collector collector;
    private ScriptedChannels channels;

    @BeforeEach
    void open() {
        collector = CollectorPort.open();
        channels = ScriptedChannelsPort.open().latency(Duration.ofMillis(5));
    }

    @AfterEach
    void end() {
        channels.close();
        collector.close();
    }

    @Test
    void showsTheCallThatAnEventTookAsAPartOfItsCallersTrace() throws Exception {
        assertEquals(200, publish(trace, "shipped").statusCode());

        TracedSpan request = collector.await(span -> isOf(trace, span, Kind.SERVER));
        TracedSpan call = collector.await(span -> isOf(trace, span, Kind.CLIENT));
        assertEquals(CALLER, request.parent());
        assertEquals(request.id(), call.parent());
        assertEquals("POST /events", request.name());
        assertEquals("POST /events", call.name());
        assertEquals(
                Map.of(
                        "http.request.method", "POST",
                        "url.template", "/events",
                        "server.address", "127.0.0.1",
                        "server.port", Integer.toString(channels.port()),
                        "http.response.status_code", "200",
                        "messaging.batch.message_count", "1"),
                call.attributes());
        assertEquals(List.of(), call.links());
        assertFalse(call.failed());
        assertEquals(Set.of("/v1/traces"), Set.copyOf(collector.paths()));
    }

    @Test
    void linksACallThatCarriesTheEventsOfSeveralCallersToEachOfThem() throws Exception {
        channels = channels.latency(Duration.ofMillis(50));
        List<String> traces = publishAtTheSameTime();

        TracedSpan call = collector.await(span -> span.kind() == Kind.CLIENT
                && span.links().size() > 1
                && traces.containsAll(
                        span.links().stream().map(link -> link.substring(0, 32)).toList()));
        assertEquals("POST /batch_events", call.name());
        assertEquals("", call.parent());
        assertFalse(traces.contains(call.trace()));
        assertEquals(Integer.toString(call.links().size()), call.attributes().get("messaging.batch.message_count"));
        Set<String> requests = new TreeSet<>();
        for (String link : call.links()) {
            requests.add(collector
                    .await(span -> span.kind() == Kind.SERVER && span.address().equals(link))
                    .trace());
        }
        assertEquals(call.links().size(), requests.size());
    }

    @Test
    void recordsNoneOfCallsForSeveralCallersThatAreNotRecorded() throws Exception {
        channels = channels.latency(Duration.ofMillis(50));
        List<Future<?>> running = new ArrayList<>();
        ExecutorService backends = Executors.newFixedThreadPool(BACKENDS);
        for (int i = 0; i < BACKENDS * CALLS; i++) {
            running.add(backends.submit(() -> publish("00-" + newTrace() + "-" + CALLER + "-00", "shipped", "c")));
        }
        for (Future<?> call : running) {
            Object unused = call.get();
        }
        backends.shutdown();
        // What is recorded, goes in order.
        assertEquals(200, publish(trace, "shipped").statusCode());
        TracedSpan unused = collector.await(span -> isOf(trace, span, Kind.CLIENT));

        assertTrue(channels.calls().stream().anyMatch(call -> call.isBatch()));
        assertEquals(
                Set.of(trace), collector.spans().stream().map(TracedSpan::trace).collect(Collectors.toSet()));
    }

    @Test
    void countsHowOftenACallIsMadeAgain() throws Exception {
        channels.once(call -> true).answer(status(503, 0));
        channels.once(call -> true).answer(status(429, 0));
        assertEquals(200, publish(trace, "shipped").statusCode());

        List<TracedSpan> calls = collector.await(span -> isOf(trace, span, Kind.CLIENT), 3);
        assertEquals(List.of("503", "429", "200"), told(calls, "http.response.status_code"));
        assertEquals(List.of("", "1", "2"), told(calls, "http.request.resend_count"));
        assertEquals(List.of("busy", "too-many-requests", ""), told(calls, "error.type"));
        assertEquals(
                List.of(true, true, false),
                calls.stream().map(TracedSpan::failed).toList());
    }

    @Test
    void saysWhyACallFailed() throws Exception {
        channels.on(call -> call.holds("refused")).answer(status(413));
        channels.on(call -> call.holds("lost")).answer(close());
        assertEquals(413, publish(trace, "refused").statusCode());
        assertEquals(502, publish(trace, "lost").statusCode());

        List<TracedSpan> calls = collector.await(span -> isOf(trace, span, Kind.CLIENT), 2);
        assertEquals(List.of("413", ""), told(calls, "http.response.status_code"));
        assertEquals(List.of("too-large", "failed"), told(calls, "error.type"));
        assertTrue(calls.stream().allMatch(TracedSpan::failed));
    }

    @Test
    void showsWhatIsAskedAboutChannelsAndDoneToUsers() throws Exception {
        List<Response> answers = List.of(
                ask(token).get("/channel?name=private-inbox-77"),
                ask(token).get("/channel/users?name=presence-inbox-77"),
                ask(token).get("/channels?prefix=presence-inbox"),
                ask(token)
                        .contentType(ContentType.JSON)
                        .body("{\"user\":\"user-88\"}")
                        .post("/connections/terminate"));
        assertTrue(answers.stream().allMatch(answer -> answer.statusCode() == 200));

        List<TracedSpan> calls = collector.await(span -> isOf(trace, span, Kind.CLIENT), 4);
        List<TracedSpan> requests = collector.await(span -> isOf(trace, span, Kind.SERVER), 4);
        assertEquals(
                Set.of(
                        "GET /channels/{name}",
                        "GET /channels/{name}/users",
                        "GET /channels",
                        "POST /users/{id}/terminate_connections"),
                calls.stream().map(TracedSpan::name).collect(Collectors.toSet()));
        assertEquals(
                requests.stream().map(TracedSpan::id).collect(Collectors.toSet()),
                calls.stream().map(TracedSpan::parent).collect(Collectors.toSet()));
        assertTellsNothing("inbox", "user-88");
    }

    @Test
    void tellsNeitherSecretsNorWhatIsPublishedNorWhoIsWho() throws Exception {
        channels.once(call -> true).answer(status(500));
        ask(token)
                .queryParam("access_token", token)
                .header("X-Forwarded-For", "203.0.113.77")
                .header("User-Agent", "Agent-4711")
                .contentType(ContentType.JSON)
                .body("{\"name\":\"name-4711\",\"channel\":\"private-channel-4711\",\"data\":\"data-4711\"}")
                .post("/events");
        ask(token)
                .contentType(ContentType.URLENC)
                .body("socket_id=1.4711&channel_name=private-user-user-4711")
                .post("/pusher/auth");
        ask(token).get("/nowhere/private-4711");
        ask("no-token-4711").get("/channel?name=private-4711");

        List<TracedSpan> requests = collector.await(span -> isOf(trace, span, Kind.SERVER), 4);
        TracedSpan unused = collector.await(span -> isOf(trace, span, Kind.CLIENT));
        assertEquals(
                List.of("REDACTED"),
                requests.stream()
                        .map(span -> span.attributes().get("url.path"))
                        .distinct()
                        .toList());
        assertEquals(0, requests.stream().mapToInt(TracedSpan::events).sum());
        assertTellsNothing("4711", "203.0.113.77");
    }

    private void assertTellsNothing(String... more) {
        List<String> secrets = new ArrayList<>(List.of(more));
        secrets.addAll(List.of("auth_", "Bearer", "signature", Vectors.SECRET, Vectors.KEY, Vectors.MASTER_KEY));
        for (TracedSpan span : collector.spans()) {
            secrets.forEach(secret -> assertFalse(span.wire().contains(secret), () -> secret + " in " + span));
        }
    }

    private List<String> publishAtTheSameTime() throws Exception {
        List<String> traces = new ArrayList<>();
        List<Future<Response>> running = new ArrayList<>();
        ExecutorService backends = Executors.newFixedThreadPool(BACKENDS);
        for (int i = 0; i < BACKENDS * CALLS; i++) {
            String one = newTrace();
            traces.add(one);
            running.add(backends.submit(() -> publish(one, "shipped")));
        }
        for (Future<Response> call : running) {
            assertEquals(200, call.get().statusCode());
        }
        backends.shutdown();
        return traces;
    }

    private Response publish(String trace, String name) {
        return publish("00-" + trace + "-" + CALLER + "-01", name, trace);
    }

    private Response publish(String traceparent, String name, String channel) {
        return given().header("traceparent", traceparent)
                .auth()
                .oauth2(token)
                .contentType(ContentType.JSON)
                .body("{\"name\":\"%s\",\"data\":1,\"channel\":\"c-%s\"}".formatted(name, channel))
                .post("/events");
    }

    private io.restassured.specification.RequestSpecification ask(String asking) {
        return given().header("traceparent", "00-" + trace + "-" + CALLER + "-01")
                .auth()
                .oauth2(asking);
    }

    private static boolean isOf(String trace, TracedSpan span, Kind kind) {
        return span.trace().equals(trace) && span.kind() == kind;
    }

    private static List<String> told(List<TracedSpan> spans, String attribute) {
        return spans.stream()
                .map(span -> span.attributes().getOrDefault(attribute, ""))
                .toList();
    }

    private static String newTrace() {
        byte[] id = new byte[16];
        ThreadLocalRandom.current().nextBytes(id);
        return HexFormat.of().formatHex(id);
    }
}
