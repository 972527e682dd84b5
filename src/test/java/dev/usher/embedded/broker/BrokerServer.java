package dev.usher.embedded.broker;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.usher.signing.Secret;
import dev.usher.signing.Signer;
import dev.usher.testing.Vectors;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.time.Clock;
import java.util.concurrent.TimeUnit;

/** The embedded broker on a port of its own, for the credentials of the {@link Vectors}. */
public final class BrokerServer implements AutoCloseable {

    public static final String HOST = "127.0.0.1";

    private final Vertx vertx;
    private final HttpServer http;

    private BrokerServer(Vertx vertx, HttpServer http) {
        this.vertx = vertx;
        this.http = http;
    }

    public static BrokerServer start() {
        return start(Clock.systemUTC());
    }

    public static BrokerServer start(Clock clock) {
        return start(clock, Liveness.DEFAULT);
    }

    static BrokerServer start(Clock clock, Liveness liveness) {
        return start(new Broker(Vectors.APP_ID, Vectors.KEY, secret(), clock, liveness, Webhooks.NONE), Vertx.vertx());
    }

    static BrokerServer start(Webhooks webhooks) {
        return start(
                new Broker(Vectors.APP_ID, Vectors.KEY, secret(), Clock.systemUTC(), Liveness.DEFAULT, webhooks),
                Vertx.vertx());
    }

    /** A broker that posts its webhooks. */
    public static BrokerServer start(URI webhooks) {
        Vertx vertx = Vertx.vertx();
        return start(new Broker(Vectors.APP_ID, Vectors.KEY, secret(), Clock.systemUTC(), vertx, webhooks), vertx);
    }

    private static BrokerServer start(Broker broker, Vertx vertx) {
        Router router = Router.router(vertx);
        // As under Quarkus, where a request arrives paused.
        router.route().handler(context -> {
            context.request().pause();
            context.next();
        });
        broker.mount(router);
        return new BrokerServer(
                vertx, await(vertx.createHttpServer().requestHandler(router).listen(0, HOST)));
    }

    public int port() {
        return http.actualPort();
    }

    /** Signs as a backend or an authorization endpoint that this broker believes. */
    public static Signer signer() {
        return new Signer(Vectors.KEY, secret());
    }

    private static Secret secret() {
        return new Secret(Vectors.SECRET);
    }

    Vertx vertx() {
        return vertx;
    }

    @CanIgnoreReturnValue
    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("did not complete", e);
        }
    }

    @Override
    public void close() {
        await(vertx.close());
    }
}
