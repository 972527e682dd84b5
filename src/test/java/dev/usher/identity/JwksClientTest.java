package dev.usher.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.usher.http.Trust;
import dev.usher.testing.Loopback;
import dev.usher.testing.TestIssuer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.mutiny.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Issuers that answer, and issuers that do anything else. */
final class JwksClientTest {

    /** Short, because a test waits for it; and long enough for a machine that is busy. */
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private final io.vertx.core.Vertx vertx = io.vertx.core.Vertx.vertx();
    private final AtomicInteger strayed = new AtomicInteger();
    private final int port = Loopback.listen(vertx, this::answer);
    private final JwksClient client = new JwksClient(new Vertx(vertx), new Trust(Optional.empty()), TIMEOUT);

    @AfterEach
    void close() {
        client.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void fetchesKeysAndHearsForHowLongTheyHold() {
        JwksClient.Answer answer = get("/jwks");
        assertEquals(TestIssuer.jwks(), answer.body());
        assertEquals(Optional.of(Duration.ofSeconds(60)), answer.maxAge());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/hang", "/drip", "/500", "/404", "/204", "/close", "/huge", "/announced", "/redirect"})
    void failsInGoodTime(String path) {
        assertThrows(CompletionException.class, () -> get(path));
        assertEquals(0, strayed.get());
        // And is well afterwards.
        assertEquals(TestIssuer.jwks(), get("/jwks").body());
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "max-age=60; 60",
                "public, max-age=60; 60",
                "Max-Age=60,public; 60",
                "max-age=\"60\"; 60",
                "s-maxage=60; ",
                "max-age=; ",
                "max-age=-1; ",
                "max-age=99999999999999999999; ",
                "no-store; ",
            },
            delimiter = ';')
    void readsCacheControl(String header, @Nullable Long seconds) {
        assertEquals(Optional.ofNullable(seconds).map(Duration::ofSeconds), JwksClient.maxAge(header));
    }

    private JwksClient.Answer get(String path) {
        return client.get(URI.create("http://127.0.0.1:" + port + path))
                .subscribeAsCompletionStage()
                .join();
    }

    private void answer(HttpServerRequest request) {
        switch (request.path()) {
            case "/jwks" ->
                request.response().putHeader("Cache-Control", "max-age=60").end(TestIssuer.jwks());
            case "/hang" -> {}
            case "/drip" -> {
                request.response().setChunked(true);
                vertx.setPeriodic(20, tick -> request.response().write(" "));
            }
            case "/close" -> request.connection().close();
            case "/huge" -> {
                request.response().setChunked(true);
                pour(request, 1_600);
            }
            case "/announced" ->
                request.response().putHeader("Content-Length", "104857600").write(" ".repeat(600 * 1024));
            case "/redirect" ->
                request.response()
                        .setStatusCode(302)
                        .putHeader("Location", "/strayed")
                        .end();
            case "/strayed" -> {
                strayed.incrementAndGet();
                request.response().end(TestIssuer.jwks());
            }
            default ->
                request.response()
                        .setStatusCode(Integer.parseInt(request.path().substring(1)))
                        .end();
        }
    }

    /** A hundred megabytes, if anybody takes them. */
    private void pour(HttpServerRequest request, int chunks) {
        if (chunks > 0) {
            request.response()
                    .write(Buffer.buffer(new byte[64 * 1024]))
                    .onSuccess(written -> pour(request, chunks - 1));
        }
    }
}
