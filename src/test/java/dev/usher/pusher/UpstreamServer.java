package dev.usher.pusher;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;

/** A server of this machine that counts its connections and notes what comes. */
final class UpstreamServer {

    private final Set<HttpConnection> connections = ConcurrentHashMap.newKeySet();
    private final BlockingQueue<HttpServerRequest> arrived = new LinkedBlockingQueue<>();
    private final BlockingQueue<HttpConnection> opened = new LinkedBlockingQueue<>();
    private final BlockingQueue<HttpConnection> closed = new LinkedBlockingQueue<>();
    private final HttpServer http;
    private final String scheme;

    private UpstreamServer(Vertx vertx, HttpServerOptions options, Handler<HttpServerRequest> handler) {
        this.scheme = options.isSsl() ? "https" : "http";
        this.http = vertx.createHttpServer(options)
                .connectionHandler(this::opened)
                .requestHandler(request -> {
                    arrived.add(request);
                    handler.handle(request);
                })
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    static UpstreamServer plain(Vertx vertx, Handler<HttpServerRequest> handler) {
        return new UpstreamServer(vertx, options("127.0.0.1", 0), handler);
    }

    /** One that offers these versions in the handshake. */
    static UpstreamServer tls(Vertx vertx, List<HttpVersion> versions, Handler<HttpServerRequest> handler) {
        return new UpstreamServer(vertx, secured(options("127.0.0.1", 0), versions), handler);
    }

    static UpstreamServer tls(
            Vertx vertx, String host, int port, HttpVersion version, Handler<HttpServerRequest> handler) {
        return new UpstreamServer(vertx, secured(options(host, port), List.of(version)), handler);
    }

    private static HttpServerOptions secured(HttpServerOptions options, List<HttpVersion> versions) {
        return options.setSsl(true)
                .setUseAlpn(true)
                .setAlpnVersions(versions)
                .setKeyCertOptions(TestCertificate.store());
    }

    private static HttpServerOptions options(String host, int port) {
        return new HttpServerOptions().setHost(host).setPort(port);
    }

    private void opened(HttpConnection connection) {
        connections.add(connection);
        opened.add(connection);
        connection.closeHandler(end -> closed.add(connection));
    }

    URI uri() {
        return uri(scheme.equals("https") ? "localhost" : "127.0.0.1");
    }

    URI uri(String host) {
        return URI.create(scheme + "://" + host + ":" + port() + "/");
    }

    int port() {
        return http.actualPort();
    }

    /** How many connections there have been. */
    int connections() {
        return connections.size();
    }

    /** The client has its end of a connection before the server has the other. */
    HttpConnection awaitConnection() throws InterruptedException {
        return opened.take();
    }

    /** How many requests have come that nobody has waited for. */
    int waiting() {
        return arrived.size();
    }

    HttpServerRequest awaitRequest() throws InterruptedException {
        return arrived.take();
    }

    HttpConnection awaitClosing() throws InterruptedException {
        return closed.take();
    }

    void close() {
        http.close().toCompletionStage().toCompletableFuture().join();
    }
}
