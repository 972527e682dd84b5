package dev.usher.embedded.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.pusher.rest.Pusher;
import com.pusher.rest.data.Validity;
import dev.usher.testing.Vectors;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Webhooks on their way through the network, read as Pusher's own server library reads them. */
class WebhookClientTest {

    private record Received(String contentType, String key, String signature, String body) {}

    private final Vertx vertx = Vertx.vertx();
    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    private final BlockingQueue<Integer> answers = new LinkedBlockingQueue<>();
    private HttpServer backend;

    @BeforeEach
    void listen() {
        backend = BrokerServer.await(
                vertx.createHttpServer().requestHandler(this::receive).listen(0, BrokerServer.HOST));
    }

    @AfterEach
    void stop() {
        BrokerServer.await(vertx.close());
    }

    @Test
    void arriveAsPushersLibraryExpectsThem() {
        try (BrokerServer server = BrokerServer.start(uri())) {
            RawClient.connect(server).joinAs("presence-x", "{\"user_id\":\"Zoë\"}");

            Received webhook = next();

            assertEquals("application/json", webhook.contentType());
            Pusher library = new Pusher(Vectors.APP_ID, Vectors.KEY, Vectors.SECRET);
            assertEquals(
                    Validity.VALID,
                    library.validateWebhookSignature(webhook.key(), webhook.signature(), webhook.body()));
            assertEquals(
                    "\"events\":[{\"name\":\"channel_occupied\",\"channel\":\"presence-x\"},"
                            + "{\"name\":\"member_added\",\"channel\":\"presence-x\",\"user_id\":\"Zoë\"}]}",
                    webhook.body().substring(webhook.body().indexOf("\"events\"")));
        }
    }

    @Test
    void comeAgainWhenABackendDoesNotTakeThem() {
        answers.add(404);
        try (BrokerServer server = BrokerServer.start(uri())) {
            RawClient.connect(server).join("x");

            assertEquals(next(), next());
        }
    }

    @Test
    void disturbNobodyWhenNoBackendIsThere() {
        BrokerServer.await(backend.close());
        try (BrokerServer server = BrokerServer.start(uri())) {
            RawClient client = RawClient.connect(server);
            client.join("x");
            client.expectNothing();
        }
    }

    private URI uri() {
        return URI.create("http://%s:%d/pusher/webhook".formatted(BrokerServer.HOST, backend.actualPort()));
    }

    private void receive(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            received.add(new Received(
                    request.getHeader("Content-Type"),
                    request.getHeader("X-Pusher-Key"),
                    request.getHeader("X-Pusher-Signature"),
                    body.toString()));
            request.response()
                    .setStatusCode(Objects.requireNonNullElse(answers.poll(), 200))
                    .end();
        });
    }

    private Received next() {
        try {
            return Objects.requireNonNull(received.poll(20, TimeUnit.SECONDS), "no webhook came");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
