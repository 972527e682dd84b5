package dev.usher.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;

/**
 * An issuer that publishes its keys under a URL. It answers only when a {@code GET /open} has been sent, so that a test
 * can see what goes on meanwhile; {@code GET /rotate} has it publish the EC key alone, {@code GET /add} one more key
 * beside all, {@code GET /break} answer 500, and {@code GET /fetches} tells how often it was asked.
 */
public final class JwksServer implements QuarkusTestResourceLifecycleManager {

    /** The id of the key that {@code GET /add} adds. */
    public static final String NEW_KEY = "test-new";

    private static final String PORT = "test-jwks.port";

    private final Vertx vertx = Vertx.vertx();
    private final Queue<HttpServerRequest> held = new ConcurrentLinkedQueue<>();
    private final AtomicInteger fetches = new AtomicInteger();
    private volatile boolean open;
    private volatile boolean broken;
    private volatile boolean rotated;
    private volatile boolean added;

    @Override
    public Map<String, String> start() {
        int port = Loopback.listen(vertx, this::handle);
        System.setProperty(PORT, Integer.toString(port));
        Map<String, String> config = new HashMap<>(UsherEnvironment.with(1));
        config.put("mp.jwt.verify.publickey.location", "http://127.0.0.1:" + port + "/jwks");
        // So that a request waits until the test has seen it wait.
        config.put("usher.keys.timeout", "60s");
        config.put("usher.keys.cool-down", "1s");
        return config;
    }

    /** Where this test run's issuer listens; the same for every class loader. */
    public static String url(String path) {
        return "http://127.0.0.1:" + Integer.getInteger(PORT) + path;
    }

    private void handle(HttpServerRequest request) {
        switch (request.path()) {
            case "/jwks" -> {
                fetches.incrementAndGet();
                held.add(request);
            }
            case "/fetches" -> request.response().end(Integer.toString(fetches.get()));
            default -> {
                open |= request.path().equals("/open");
                rotated = request.path().equals("/rotate");
                broken = request.path().equals("/break");
                added = request.path().equals("/add");
                request.response().end();
            }
        }
        release();
    }

    private void release() {
        HttpServerRequest request = open ? held.poll() : null;
        while (request != null) {
            request.response()
                    .setStatusCode(broken ? 500 : 200)
                    .putHeader("Content-Type", "application/json")
                    .end(keys());
            request = held.poll();
        }
    }

    private String keys() {
        PublicJsonWebKey ec = TestIssuer.key(TestIssuer.EC);
        if (rotated) {
            return json(List.of(ec));
        }
        return added ? json(List.of(TestIssuer.key(TestIssuer.RSA), ec, TestIssuer.key(NEW_KEY))) : TestIssuer.jwks();
    }

    private static String json(List<PublicJsonWebKey> keys) {
        return new JsonWebKeySet(keys).toJson(OutputControlLevel.PUBLIC_ONLY);
    }

    @Override
    public void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
