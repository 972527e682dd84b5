package dev.usher.pusher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.usher.testing.Loopback;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60) // A connection that is lost is waited for without end.
class HttpTransportTest {

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** As a caller does who hangs up while the question still waits for its turn. */
    @Test
    void losesNoConnectionToAQuestionThatNobodyWaitsForAnyMore() throws Exception {
        BlockingQueue<HttpServerRequest> arrived = new LinkedBlockingQueue<>();
        URI uri = URI.create("http://127.0.0.1:" + Loopback.listen(vertx, arrived::add) + "/");
        HttpTransport transport =
                new HttpTransport(io.vertx.mutiny.core.Vertx.newInstance(vertx), PusherServerTest.config(1));
        CompletableFuture<UpstreamAnswer> first = transport.get(uri).subscribeAsCompletionStage();
        HttpServerRequest one = arrived.take();

        transport.get(uri).subscribe().with(answer -> {}).cancel();
        CompletableFuture<UpstreamAnswer> third = transport.get(uri).subscribeAsCompletionStage();
        one.response().end("{}").toCompletionStage().toCompletableFuture().join();
        arrived.take()
                .response()
                .end("{}")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        arrived.take()
                .response()
                .end("{}")
                .toCompletionStage()
                .toCompletableFuture()
                .join();

        assertEquals(200, first.get().status());
        assertEquals(200, third.get().status());
        transport.close();
    }
}
