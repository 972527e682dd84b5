package dev.usher.pusher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.StreamResetException;
import io.vertx.mutiny.core.http.HttpClientResponse;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is known of a request that got no answer. */
@Timeout(60)
class SendingTest {

    private static final long REFUSED_STREAM = 7;
    private static final long INTERNAL_ERROR = 2;

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        join(vertx.close());
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void hasNotBeenSentOverAConnectionThatWasClosedBefore(HttpVersion version) {
        UpstreamServer server = server(version, request -> {});
        HttpClientRequest request = request(server, version);
        join(request.connection().close());
        assertInstanceOf(NotSentException.class, failure(send(request)));
        assertEquals(0, server.waiting());
    }

    /** TLS writes before it closes, which must not be taken for a part of the request. */
    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void hasNotBeenSentOverAConnectionThatTheServerClosedBefore(HttpVersion version) throws Exception {
        UpstreamServer server = server(version, request -> {});
        HttpClientRequest request = request(server, version);
        CompletableFuture<Boolean> gone = new CompletableFuture<>();
        request.connection().closeHandler(closed -> gone.complete(true));
        join(server.awaitConnection().close());
        assertEquals(true, gone.get());
        assertInstanceOf(NotSentException.class, failure(send(request)));
        assertEquals(0, server.waiting());
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void isInDoubtWhenTheConnectionIsClosedAfterwards(HttpVersion version) throws Exception {
        UpstreamServer server =
                server(version, request -> request.connection().close().onComplete(done -> {}));
        CompletableFuture<HttpClientResponse> answer = send(request(server, version));
        assertInstanceOf(HttpClosedException.class, failure(answer));
        assertEquals(version, server.awaitRequest().version());
    }

    @Test
    void hasNotBeenSeenWhenTheServerRefusesItsStream() {
        UpstreamServer server =
                server(HttpVersion.HTTP_2, request -> request.response().reset(REFUSED_STREAM));
        assertInstanceOf(NotSentException.class, failure(send(request(server, HttpVersion.HTTP_2))));
    }

    @Test
    void isInDoubtWhenTheServerEndsItsStreamForAnotherReason() {
        UpstreamServer server =
                server(HttpVersion.HTTP_2, request -> request.response().reset(INTERNAL_ERROR));
        assertInstanceOf(StreamResetException.class, failure(send(request(server, HttpVersion.HTTP_2))));
    }

    @ParameterizedTest
    @EnumSource(GoingAway.class)
    void hasNotBeenSeenWhenTheServerWentAwayBeforeIt(GoingAway how) throws Exception {
        UpstreamServer server = server(HttpVersion.HTTP_2, request -> {});
        HttpClient client = client(HttpVersion.HTTP_2);
        HttpClientRequest seen = request(client, server);
        HttpClientRequest unseen = request(client, server);
        CompletableFuture<HttpClientResponse> first = send(seen);
        HttpServerRequest one = server.awaitRequest();
        CompletableFuture<HttpClientResponse> second = send(unseen);
        HttpServerRequest two = server.awaitRequest();
        how.end(two, seen.streamId());
        assertInstanceOf(NotSentException.class, failure(second));
        // What it has seen, it answers.
        join(one.response().end());
        assertEquals(200, first.join().statusCode());
    }

    enum GoingAway {
        AT_ONCE {
            @Override
            void end(HttpServerRequest request, int lastSeen) {
                request.connection().goAway(0, lastSeen);
            }
        },
        /** As RFC 9113, section 6.8, advises. */
        ANNOUNCED {
            @Override
            void end(HttpServerRequest request, int lastSeen) {
                request.connection().goAway(0, Integer.MAX_VALUE);
                request.connection().goAway(0, lastSeen);
            }
        };

        abstract void end(HttpServerRequest request, int lastSeen);
    }

    private UpstreamServer server(HttpVersion version, Consumer<HttpServerRequest> handler) {
        return UpstreamServer.tls(vertx, List.of(version), handler::accept);
    }

    private HttpClient client(HttpVersion version) {
        return vertx.createHttpClient(
                new HttpClientOptions()
                        .setUseAlpn(true)
                        .setAlpnVersions(List.of(version))
                        .setTrustOptions(TestCertificate.store()),
                new PoolOptions());
    }

    private HttpClientRequest request(UpstreamServer server, HttpVersion version) {
        return request(client(version), server);
    }

    private static HttpClientRequest request(HttpClient client, UpstreamServer server) {
        return join(client.request(new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(server.uri().toString())));
    }

    private static CompletableFuture<HttpClientResponse> send(HttpClientRequest request) {
        return Sending.of(io.vertx.mutiny.core.http.HttpClientRequest.newInstance(request), Optional.of("{}"))
                .subscribeAsCompletionStage();
    }

    private static Throwable failure(CompletableFuture<?> call) {
        return Objects.requireNonNull(
                assertThrows(ExecutionException.class, call::get).getCause());
    }

    private static <T> T join(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}
