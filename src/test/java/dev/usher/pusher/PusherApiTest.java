package dev.usher.pusher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.usher.channel.ChannelName;
import dev.usher.channel.UserId;
import dev.usher.signing.Secret;
import dev.usher.signing.Signer;
import dev.usher.testing.Vectors;
import dev.usher.tracing.CallSpans;
import dev.usher.upstream.ServerProfile;
import dev.usher.upstream.UpstreamResult;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked, and how it is signed and escaped, is what the protocol's vectors say. */
final class PusherApiTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Signer SIGNER = new Signer(Vectors.KEY, new Secret(Vectors.SECRET));
    private static final String APP = "/apps/" + Vectors.APP_ID;

    private final Vertx vertx = Vertx.vertx();

    /** What the server was sent: method, target and body. */
    private final BlockingQueue<String[]> requests = new LinkedBlockingQueue<>();

    private final PusherApi api = api(serve().actualPort());

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void asksAsTheVectorDoes(JsonNode vector) {
        JsonNode input = vector.path("input");
        String[] request = send(ask(input));
        URI sent = URI.create(request[1]);
        URI expected = URI.create(vector.path("expected_request_target").asText());
        assertEquals(input.path("method").asText(), request[0]);
        assertEquals(expected.getRawPath(), sent.getRawPath());
        assertEquals(untimed(expected), untimed(sent));
        assertEquals(input.path("body").asText(""), request[2]);
        assertIsSigned(request[0], sent);
    }

    @ParameterizedTest
    @ValueSource(strings = {"presence-a=b@c,d.e;f_G-9", "a..b", "=7C", "@", ";", ".a"})
    void writesANameInAPathAsItIsAndSignsItSo(String name) {
        String[] request = send(api.users(new ChannelName(name)));
        URI sent = URI.create(request[1]);
        assertEquals(APP + "/channels/" + name + "/users", sent.getRawPath());
        assertIsSigned(request[0], sent);
    }

    static Stream<JsonNode> vectors() {
        return Vectors.of("http_request")
                .filter(vector -> !vector.path("input").path("path").asText().endsWith("events"));
    }

    private Uni<UpstreamResult<JsonNode>> ask(JsonNode input) {
        Map<String, String> parameters = new HashMap<>();
        input.path("params")
                .properties()
                .forEach(one -> parameters.put(one.getKey(), one.getValue().asText()));
        String[] path = input.path("path").asText().substring(APP.length() + 1).split("/", -1);
        return switch (path[path.length - 1]) {
            case "channels" -> api.channels(parameters);
            case "users" -> api.users(new ChannelName(path[1]));
            case "terminate_connections" -> api.terminate(new UserId(path[1]));
            default -> api.channel(new ChannelName(path[1]), parameters);
        };
    }

    private String[] send(Uni<UpstreamResult<JsonNode>> call) {
        assertTrue(call.await().atMost(PATIENCE) instanceof UpstreamResult.Answered);
        return requests.remove();
    }

    private static void assertIsSigned(String method, URI uri) {
        Map<String, String> query = new HashMap<>();
        for (String one : uri.getRawQuery().split("&", -1)) {
            String[] pair = one.split("=", 2);
            query.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
        }
        String signature = query.remove("auth_signature");
        assertEquals(SIGNER.signRequest(method, uri.getPath(), query), signature);
    }

    /** The parameters that do not depend on the time, as they are escaped. */
    private static Set<String> untimed(URI uri) {
        Set<String> parameters = new TreeSet<>(Arrays.asList(uri.getRawQuery().split("&", -1)));
        parameters.removeIf(one -> one.startsWith("auth_timestamp=") || one.startsWith("auth_signature="));
        return parameters;
    }

    private HttpServer serve() {
        return vertx.createHttpServer()
                .requestHandler(request -> request.bodyHandler(body -> {
                    requests.add(new String[] {request.method().name(), request.uri(), body.toString()});
                    request.response().end("{}");
                }))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private PusherApi api(int port) {
        ChannelsApp app = new ChannelsApp(
                Vectors.APP_ID,
                Vectors.KEY,
                new Secret(Vectors.SECRET),
                Optional.empty(),
                new ChannelsApp.Endpoint(false, "127.0.0.1", port));
        HttpTransport transport = TestTransport.of(1).over(vertx);
        return new PusherApi(() -> app, ServerProfile.PUSHER, transport, CallSpans.none());
    }
}
