package dev.usher.pusher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.channel.Destination;
import dev.usher.delivery.Call;
import dev.usher.delivery.Part;
import dev.usher.delivery.Receipt;
import dev.usher.signing.Secret;
import dev.usher.tracing.CallSpans;
import dev.usher.upstream.ServerProfile;
import dev.usher.upstream.UpstreamFailure;
import dev.usher.upstream.UpstreamFailure.Reason;
import dev.usher.upstream.UpstreamResult;
import dev.usher.upstream.UpstreamResult.Answered;
import dev.usher.upstream.UpstreamResult.Failed;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the connections to the Channels server are used. */
final class PusherServerTest {

    private static final long PATIENCE_SECONDS = 20;
    private static final Call CALL =
            new Call(List.of(new Part(TestEvents.event("e", "{}", "news"), List.of(Destination.of("news")))));
    private static final UpstreamResult<Receipt> PUBLISHED = new Answered<>(new Receipt(List.of(Map.of())));
    private static final Duration PATIENCE = Duration.ofSeconds(PATIENCE_SECONDS);

    /** One event loop, since each keeps connections of its own. */
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));

    @AfterEach
    void stop() {
        join(vertx.close());
    }

    @Test
    void keepsAsManyRequestsInFlightAsThereAreConnections() {
        HoldingServer server = new HoldingServer(64);
        PusherServer publisher = publisher(server.port(), config(64));
        List<CompletableFuture<UpstreamResult<Receipt>>> outcomes = publish(publisher, 64);
        // The server answers none before it has all of them, so fewer in flight would end in timeouts.
        outcomes.forEach(outcome -> assertEquals(
                PUBLISHED, outcome.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join()));
    }

    @Test
    void usesAConnectionAgain() {
        HoldingServer server = new HoldingServer(1);
        PusherServer publisher = publisher(server.port(), config(1));
        for (int i = 0; i < 10; i++) {
            assertEquals(PUBLISHED, publish(publisher, 1).get(0).join());
        }
        assertEquals(1, server.connections());
    }

    @Test
    void tellsThatNothingWasSentWhenNoConnectionGetsFree() {
        HoldingServer server = new HoldingServer(Integer.MAX_VALUE);
        PusherServer publisher = publisher(server.port(), config(1, Duration.ofMillis(200), PATIENCE));
        List<CompletableFuture<UpstreamResult<Receipt>>> outcomes = publish(publisher, 2);
        assertEquals(
                new Failed<>(new UpstreamFailure(Reason.OVERLOADED, Optional.of(UpstreamFailure.SOON))),
                CompletableFuture.anyOf(outcomes.toArray(CompletableFuture[]::new))
                        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                        .join());
    }

    @Test
    void tellsThatNothingWasSentToAServerThatIsNotThere() {
        HttpServer gone =
                join(vertx.createHttpServer().requestHandler(request -> {}).listen(0, "127.0.0.1"));
        join(gone.close());
        UpstreamResult<Receipt> outcome =
                publish(publisher(gone.actualPort(), config(1)), 1).get(0).join();
        assertEquals(new Failed<>(new UpstreamFailure(Reason.UNREACHABLE)), outcome);
    }

    @Test
    void goesOnWithTheConnectionsOfRequestsThatTimedOut() {
        HoldingServer server = new HoldingServer(2);
        PusherServer publisher = publisher(server.port(), config(1, PATIENCE, Duration.ofMillis(300)));
        // Held back, since the server waits for a second one that cannot come over the one connection.
        assertEquals(
                new Failed<>(new UpstreamFailure(Reason.TIMED_OUT)),
                publish(publisher, 1).get(0).join());
        assertEquals(PUBLISHED, publish(publisher, 1).get(0).join());
    }

    @ParameterizedTest
    @CsvSource({
        "connect-timeout, PT0S,   PT1S",
        "connect-timeout, PT700H, PT1S",
        "timeout,         PT1S,   PT0S",
        "timeout,         PT1S,   P9999999999D",
    })
    void doesNotStartWithWhatCannotWork(String setting, Duration connectTimeout, Duration timeout) {
        ConfigurationException refused =
                assertThrows(ConfigurationException.class, () -> transport(config(1, connectTimeout, timeout)));
        assertTrue(String.valueOf(refused.getMessage()).startsWith("Set usher.publish." + setting + " to 1ms"));
    }

    @Test
    void speaksTlsUnlessToldOtherwise() {
        ChannelsApp.Endpoint pusher = new ChannelsApp.Endpoint(true, "api-eu.pusher.com", 443);
        assertEquals("api-eu.pusher.com", pusher.authority());
        assertEquals("api-eu.pusher.com:8443", new ChannelsApp.Endpoint(true, "api-eu.pusher.com", 8443).authority());
        assertEquals("[::1]:6001", new ChannelsApp.Endpoint(false, "::1", 6001).authority());
        String uri = new PusherApi.Library(app(pusher))
                .signedUri("POST", "/apps/1/events", "{}")
                .toString();
        assertTrue(uri.startsWith("https://api-eu.pusher.com/apps/1/events?"), uri);
    }

    private List<CompletableFuture<UpstreamResult<Receipt>>> publish(PusherServer publisher, int times) {
        List<CompletableFuture<UpstreamResult<Receipt>>> outcomes = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            outcomes.add(publisher.publish(CALL, PATIENCE).subscribeAsCompletionStage());
        }
        return outcomes;
    }

    private PusherServer publisher(int port, TestTransport config) {
        ChannelsApp app = app(new ChannelsApp.Endpoint(false, "127.0.0.1", port));
        PusherApi api = new PusherApi(() -> app, ServerProfile.PUSHER, transport(config), CallSpans.none());
        return new PusherServer(() -> app, ServerProfile.PUSHER, OptionalInt::empty, config, api);
    }

    private HttpTransport transport(TestTransport config) {
        return config.over(vertx);
    }

    private static ChannelsApp app(ChannelsApp.Endpoint endpoint) {
        return new ChannelsApp("1", "key", new Secret("secret"), Optional.empty(), endpoint);
    }

    private static TestTransport config(int connections) {
        return TestTransport.of(connections);
    }

    private static TestTransport config(int connections, Duration connectTimeout, Duration timeout) {
        return config(connections).withConnectTimeout(connectTimeout).withTimeout(timeout);
    }

    private static <T> T join(io.vertx.core.Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    /** Answers no request before it has got so many. */
    private final class HoldingServer {

        private final int threshold;
        private final List<HttpServerResponse> held = new ArrayList<>();
        private final Set<Object> connections = ConcurrentHashMap.newKeySet();
        private final HttpServer http;

        HoldingServer(int threshold) {
            this.threshold = threshold;
            this.http = join(vertx.createHttpServer().requestHandler(this::hold).listen(0, "127.0.0.1"));
        }

        int port() {
            return http.actualPort();
        }

        int connections() {
            return connections.size();
        }

        private synchronized void hold(HttpServerRequest request) {
            connections.add(request.connection());
            held.add(request.response());
            if (held.size() >= threshold) {
                held.stream().filter(response -> !response.closed()).forEach(response -> response.end("{}"));
                held.clear();
            }
        }
    }
}
