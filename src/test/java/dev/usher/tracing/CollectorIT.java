package dev.usher.tracing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.conformance.Ports;
import dev.usher.testing.Collector;
import dev.usher.testing.ScriptedChannels;
import dev.usher.testing.TestIssuer;
import dev.usher.testing.TracedSpan;
import dev.usher.testing.TracedSpan.Kind;
import dev.usher.testing.UsherProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped artifact without a collector, with one that is gone, and with one that is there. */
class CollectorIT {

    private static final int CALLS = 200;

    /** Of a collector that is gone, whatever there is to be told. */
    private static final int MOST_LINES = 30;

    private final ScriptedChannels channels = new ScriptedChannels(0).latency(Duration.ZERO);
    private final HttpClient http = HttpClient.newHttpClient();
    private final String token = TestIssuer.token("backend", "publisher");

    @AfterEach
    void close() {
        channels.close();
    }

    @Test
    void tellsNobodyUnlessACollectorIsNamed() throws Exception {
        // Where Quarkus would look for one.
        try (Collector grpc = new Collector(4317);
                Collector overHttp = new Collector(4318);
                UsherProcess usher = UsherProcess.start(channels.port(), Map.of())) {
            publish(usher, CALLS);
            usher.terminate();
            usher.awaitEnd();
            assertEquals(0, grpc.connections() + overHttp.connections());
            assertEquals(List.of(), about(usher, "OpenTelemetry", "otel", "trac"));
        }
    }

    @Test
    void publishesAndAuthorizesWhileTheCollectorIsGone() throws Exception {
        Map<String, String> config = Map.of(
                "otel.exporter.otlp.endpoint",
                "http://127.0.0.1:" + Ports.free(),
                "quarkus.otel.bsp.schedule.delay",
                "20ms");
        try (UsherProcess usher = UsherProcess.start(channels.port(), config)) {
            publish(usher, CALLS);
            for (int i = 0; i < CALLS; i++) {
                assertEquals(
                        200,
                        post(
                                usher,
                                "/pusher/auth",
                                "{\"socket_id\":\"1.2\",\"channel_name\":\"private-user-backend\"}"));
            }
            usher.terminate();
            usher.awaitEnd();
            assertEquals(CALLS, channels.takenCount());
            List<String> complaints = about(usher, "export");
            assertTrue(!complaints.isEmpty() && complaints.size() < MOST_LINES, () -> String.join("\n", complaints));
        }
    }

    @Test
    void tellsACollectorOfCallsAndNotOfProbesWithTheKeyThatIsInAFile(@TempDir Path files) throws Exception {
        Path unusedPath =
                Files.writeString(files.resolve("QUARKUS_OTEL_EXPORTER_OTLP_HEADERS"), Collector.KEY + "=9c7f21d0");
        try (Collector collector = new Collector(0);
                UsherProcess usher = UsherProcess.start(
                        channels.port(),
                        Map.of(
                                "otel.exporter.otlp.endpoint",
                                "http://127.0.0.1:" + collector.port(),
                                "usher.config.directories",
                                files.toString()))) {
            for (String path : List.of("/q/health/live", "/q/health/ready", "/q/health/started", "/q/metrics")) {
                assertEquals(200, get(usher.management() + path));
            }
            publish(usher, 1);
            // What is left to be told is told at the end.
            usher.terminate();
            TracedSpan unused = collector.await(span -> span.kind() == Kind.CLIENT);
            usher.awaitEnd();
            assertEquals(
                    List.of("POST /events", "POST /events"),
                    collector.spans().stream().map(TracedSpan::name).toList());
            assertEquals(
                    List.of("9c7f21d0"), collector.keys().stream().distinct().toList());
        }
    }

    private static List<String> about(UsherProcess usher, String... words) {
        return usher.log().stream()
                .filter(line -> List.of(words).stream().anyMatch(line::contains))
                // Which extensions there are.
                .filter(line -> !line.contains("Installed features"))
                .toList();
    }

    private void publish(UsherProcess usher, int times) throws Exception {
        for (int i = 0; i < times; i++) {
            assertEquals(200, post(usher, "/events", "{\"name\":\"shipped\",\"channel\":\"news\",\"data\":1}"));
        }
    }

    private int post(UsherProcess usher, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(usher.url() + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .timeout(Duration.ofMinutes(1))
                .POST(BodyPublishers.ofString(body))
                .build();
        return http.send(request, BodyHandlers.discarding()).statusCode();
    }

    private int get(String url) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
        return http.send(request, BodyHandlers.discarding()).statusCode();
    }
}
