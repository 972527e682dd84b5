package dev.usher.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * An issuer that publishes its keys under a URL. It answers only when a {@code GET /open} has been sent, so that a test
 * can see what goes on meanwhile.
 */
public final class JwksServer implements QuarkusTestResourceLifecycleManager {

    private static final String PORT = "test-jwks.port";

    private final Vertx vertx = Vertx.vertx();
    private final Queue<HttpServerRequest> held = new ConcurrentLinkedQueue<>();
    private volatile boolean open;

    @Override
    public Map<String, String> start() {
        int port = Loopback.listen(vertx, this::handle);
        System.setProperty(PORT, Integer.toString(port));
        Map<String, String> config = new HashMap<>(UsherEnvironment.with(1));
        config.put("mp.jwt.verify.publickey.location", "http://127.0.0.1:" + port + "/jwks");
        return config;
    }

    /** Where this test run's issuer listens; the same for every class loader. */
    public static String url(String path) {
        return "http://127.0.0.1:" + Integer.getInteger(PORT) + path;
    }

    private void handle(HttpServerRequest request) {
        switch (request.path()) {
            case "/jwks" -> {
                held.add(request);
                release();
            }
            case "/open" -> {
                open = true;
                release();
                request.response().end();
            }
            default -> request.response().setStatusCode(404).end();
        }
    }

    private void release() {
        HttpServerRequest request = open ? held.poll() : null;
        while (request != null) {
            request.response().putHeader("Content-Type", "application/json").end(TestIssuer.jwks());
            request = held.poll();
        }
    }

    @Override
    public void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
