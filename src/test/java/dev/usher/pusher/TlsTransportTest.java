package dev.usher.pusher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.usher.http.Trust;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.TrustOptions;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TlsTransportTest {

    private static final List<HttpVersion> BOTH = List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1);

    private final Vertx vertx = Vertx.vertx();
    private final Trust trust = new Trust(Optional.of(TestCertificate.store()));

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void callsShareOneConnectionWhereTheServerOffersHttp2() throws Exception {
        UpstreamServer server = UpstreamServer.tls(vertx, BOTH, request -> {});
        Carrier carrier = TestTransport.of(4).over(vertx, trust).publishing();
        CompletableFuture<UpstreamAnswer> first = post(carrier, server.uri());
        HttpServerRequest one = server.awaitRequest();
        assertEquals(HttpVersion.HTTP_2, one.version());
        List<CompletableFuture<UpstreamAnswer>> others = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            others.add(post(carrier, server.uri()));
        }
        // None is answered before all are there.
        List<HttpServerRequest> all = new ArrayList<>(List.of(one));
        for (int i = 0; i < 40; i++) {
            all.add(server.awaitRequest());
        }
        all.forEach(request -> request.response().end("{}"));
        assertEquals(200, first.get().status());
        for (CompletableFuture<UpstreamAnswer> other : others) {
            assertEquals(200, other.get().status());
        }
        assertEquals(1, server.connections());
    }

    @Test
    void callsHaveConnectionsOfTheirOwnWhereItDoesNot() throws Exception {
        UpstreamServer server = UpstreamServer.tls(vertx, List.of(HttpVersion.HTTP_1_1), request -> {});
        Carrier carrier = TestTransport.of(4).over(vertx, trust).publishing();
        List<CompletableFuture<UpstreamAnswer>> calls = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            calls.add(post(carrier, server.uri()));
        }
        for (int i = 0; i < 4; i++) {
            HttpServerRequest request = server.awaitRequest();
            assertEquals(HttpVersion.HTTP_1_1, request.version());
            assertEquals(Math.max(i + 1, server.connections()), server.connections());
            request.response().end("{}");
        }
        for (CompletableFuture<UpstreamAnswer> call : calls) {
            assertEquals(200, call.get().status());
        }
    }

    @Test
    void resumesTheSessionWhenItConnectsAgain() throws Exception {
        UpstreamServer server = UpstreamServer.tls(vertx, List.of(HttpVersion.HTTP_1_1), request -> request.response()
                .putHeader("Connection", "close")
                .end("{}"));
        AtomicInteger handshakes = new AtomicInteger();
        Carrier carrier = TestTransport.of(1)
                .over(vertx, new Trust(Optional.of(TrustOptions.wrap(counting(handshakes)))))
                .publishing();
        for (int i = 0; i < 5; i++) {
            assertEquals(200, post(carrier, server.uri()).get().status());
        }
        assertEquals(5, server.connections());
        // A session that is resumed shows no certificate.
        assertEquals(1, handshakes.get());
    }

    @Test
    void sendsNothingToAServerWhoseCertificateItDoesNotKnow() {
        UpstreamServer server = UpstreamServer.tls(vertx, BOTH, request -> {});
        isRefused(TestTransport.of(1).over(vertx).publishing(), server.uri(), server);
    }

    @Test
    void sendsNothingToAServerOfAnotherName() {
        UpstreamServer server = UpstreamServer.tls(vertx, BOTH, request -> {});
        isRefused(TestTransport.of(1).over(vertx, trust).publishing(), server.uri("127.0.0.1"), server);
    }

    /** Neither does it refuse the connection nor does anything come over it, as with a firewall that drops. */
    @Test
    void callsAServerUnreachableThatLeavesTheHandshakeOpen() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            URI uri = URI.create("https://127.0.0.1:" + silent.getLocalPort() + "/");
            Carrier carrier = TestTransport.of(4)
                    .withConnectTimeout(Duration.ofMillis(200))
                    .over(vertx, trust)
                    .publishing();
            ExecutionException failed = assertThrows(
                    ExecutionException.class, () -> post(carrier, uri).get());
            assertFalse(
                    assertInstanceOf(NotSentException.class, failed.getCause()).isOfTheCrowd());
        }
    }

    private static void isRefused(Carrier carrier, URI uri, UpstreamServer server) {
        Throwable failure = assertThrows(
                        ExecutionException.class, () -> post(carrier, uri).get())
                .getCause();
        assertInstanceOf(NotSentException.class, failure);
        assertInstanceOf(SSLHandshakeException.class, failure.getCause());
        assertEquals(0, server.waiting());
    }

    private static CompletableFuture<UpstreamAnswer> post(Carrier carrier, URI uri) {
        return carrier.send(TestTransport.posting(uri)).subscribeAsCompletionStage();
    }

    private static X509TrustManager counting(AtomicInteger handshakes) {
        return new X509TrustManager() {
            @Override
            public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
                throw new CertificateException("no client");
            }

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String type) {
                handshakes.incrementAndGet();
            }

            @Override
            public X509Certificate[] getAcceptedIssuers() {
                return new X509Certificate[0];
            }
        };
    }
}
