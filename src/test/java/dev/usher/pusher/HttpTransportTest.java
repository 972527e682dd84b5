package dev.usher.pusher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60) // A connection that is lost is waited for without end.
class HttpTransportTest {

    private static final Duration SHORT = Duration.ofMillis(300);

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** As a caller does who hangs up while the question still waits for its turn. */
    @Test
    void losesNoConnectionToAQuestionThatNobodyWaitsForAnyMore() throws Exception {
        UpstreamServer server = UpstreamServer.plain(vertx, request -> {});
        Carrier carrier = TestTransport.of(1).over(vertx).questions();
        CompletableFuture<UpstreamAnswer> first =
                carrier.send(TestTransport.asking(server.uri())).subscribeAsCompletionStage();
        HttpServerRequest one = server.awaitRequest();

        carrier.send(TestTransport.asking(server.uri()))
                .subscribe()
                .with(answer -> {})
                .cancel();
        CompletableFuture<UpstreamAnswer> third =
                carrier.send(TestTransport.asking(server.uri())).subscribeAsCompletionStage();
        answer(one);
        answer(server.awaitRequest());
        answer(server.awaitRequest());

        assertEquals(200, first.get().status());
        assertEquals(200, third.get().status());
        assertEquals(1, server.connections());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void neitherQuestionsNorEventsWaitForTheOther(boolean events) throws Exception {
        UpstreamServer server = UpstreamServer.plain(vertx, request -> {
            if (request.path().equals("/quick")) {
                request.response().end("{}");
            }
        });
        HttpTransport transport = TestTransport.of(2).over(vertx);
        Carrier busy = events ? transport.publishing() : transport.questions();
        Carrier other = events ? transport.questions() : transport.publishing();
        List<CompletableFuture<UpstreamAnswer>> held = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            held.add(busy.send(TestTransport.posting(server.uri())).subscribeAsCompletionStage());
        }
        assertEquals("/", server.awaitRequest().path());
        assertEquals("/", server.awaitRequest().path());
        CompletableFuture<UpstreamAnswer> quick = other.send(
                        TestTransport.posting(server.uri().resolve("/quick")))
                .subscribeAsCompletionStage();
        assertEquals(200, quick.get().status());
        held.forEach(one -> assertFalse(one.isDone()));
    }

    /** Whose answer to an attempt at that is anybody's guess: a proxy that knows nothing of it, or a refusal. */
    @Test
    void neverAsksForHttp2WithoutTls() throws Exception {
        UpstreamServer server =
                UpstreamServer.plain(vertx, request -> request.response().end("{}"));
        TestTransport.of(1)
                .over(vertx)
                .publishing()
                .send(TestTransport.posting(server.uri()))
                .subscribeAsCompletionStage()
                .get();
        HttpServerRequest request = server.awaitRequest();
        assertEquals(HttpVersion.HTTP_1_1, request.version());
        assertNull(request.getHeader("Upgrade"));
        assertNull(request.getHeader("HTTP2-Settings"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"answers", "closes", "hangs", "is not there"})
    void completesOnTheEventLoopOfTheCaller(String what) throws Exception {
        UpstreamServer server = UpstreamServer.plain(vertx, request -> {
            if (what.equals("answers")) {
                request.response().end("{}");
            } else if (what.equals("closes")) {
                request.connection().close();
            }
        });
        if (what.equals("is not there")) {
            server.close();
        }
        Carrier carrier = TestTransport.of(1).withTimeout(SHORT).over(vertx).publishing();
        CompletableFuture<Boolean> there = new CompletableFuture<>();
        io.vertx.core.Context caller = vertx.getOrCreateContext();
        caller.runOnContext(go -> {
            Uni<UpstreamAnswer> call = carrier.send(TestTransport.posting(server.uri()));
            call.subscribe()
                    .with(
                            answer -> there.complete(Vertx.currentContext() == caller),
                            failure -> there.complete(Vertx.currentContext() == caller));
        });
        assertTrue(there.get());
    }

    @ParameterizedTest
    @ValueSource(strings = {"head", "body"})
    void endsAnAnswerThatDripsAndItsConnection(String part) throws Exception {
        UpstreamServer server = UpstreamServer.plain(vertx, request -> drip(request, part));
        Carrier carrier = TestTransport.of(1).withTimeout(SHORT).over(vertx).publishing();
        assertInstanceOf(TimeoutException.class, failure(carrier.send(TestTransport.posting(server.uri()))));
        HttpServerRequest dripping = server.awaitRequest();
        assertEquals(dripping.connection(), server.awaitClosing());
        // And the next goes over another.
        assertInstanceOf(TimeoutException.class, failure(carrier.send(TestTransport.posting(server.uri()))));
        assertEquals(2, server.connections());
    }

    @Test
    void closesTheConnectionOfAnAnswerThatIsTooLarge() throws Exception {
        UpstreamServer server = UpstreamServer.plain(
                vertx, request -> request.response().setChunked(true).write("x".repeat(300 * 1024)));
        Throwable failure =
                failure(TestTransport.of(1).over(vertx).publishing().send(TestTransport.posting(server.uri())));
        assertEquals("the answer exceeds 262144 bytes", failure.getMessage());
        assertEquals(server.awaitRequest().connection(), server.awaitClosing());
    }

    private void drip(HttpServerRequest request, String part) {
        if (part.equals("body")) {
            request.response().setChunked(true);
            long timer = vertx.setPeriodic(20, tick -> request.response().write("x"));
            request.response().closeHandler(end -> vertx.cancelTimer(timer));
        } else {
            request.toNetSocket().onSuccess(socket -> {
                long timer = vertx.setPeriodic(20, tick -> socket.write("x"));
                socket.closeHandler(end -> vertx.cancelTimer(timer));
            });
        }
    }

    private static Throwable failure(Uni<?> call) {
        return Objects.requireNonNull(assertThrows(ExecutionException.class, () -> call.subscribeAsCompletionStage()
                        .get())
                .getCause());
    }

    private static void answer(HttpServerRequest request) {
        request.response().end("{}").toCompletionStage().toCompletableFuture().join();
    }
}
