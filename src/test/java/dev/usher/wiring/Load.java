package dev.usher.wiring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.usher.testing.TestIssuer;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Callers that call without a pause while the secrets change. Each of them must get a right answer every time, and, once
 * it has seen one secret, none that was made with one before.
 */
final class Load implements AutoCloseable {

    static final String CHANNEL = "private-encrypted-user-42";
    private static final String SOCKET = "212345.6789012";
    private static final int AUTHORIZING = 4;

    private final HttpClient http = HttpClient.newHttpClient();
    private final String user = TestIssuer.token("42");
    private final String publisher = TestIssuer.token("backend", "publisher");
    private final List<AppSet> sets = new CopyOnWriteArrayList<>();
    private final AtomicIntegerArray seen = new AtomicIntegerArray(AUTHORIZING);
    private final AtomicLong calls = new AtomicLong();
    private final ExecutorService threads = Executors.newFixedThreadPool(AUTHORIZING + 2);
    private final List<Future<?>> running = new ArrayList<>();
    private volatile boolean stopping;

    Load(AppSet first) {
        sets.add(first);
        for (int i = 0; i < AUTHORIZING; i++) {
            int caller = i;
            call(() -> authorize(caller));
        }
        call(() -> require(200, webhook(first)));
        call(() -> require(200, publish("load")));
    }

    private void call(Call one) {
        Callable<Void> loop = () -> {
            while (!stopping) {
                one.make();
                calls.incrementAndGet();
            }
            return null;
        };
        running.add(threads.submit(loop));
    }

    /** From now on, answers may be made with these as well. */
    void mayUse(AppSet next) {
        sets.add(next);
    }

    /** Whether each caller has had an answer that was made with these. */
    boolean hasSeen(AppSet set) throws Exception {
        requireAllWell();
        for (int i = 0; i < AUTHORIZING; i++) {
            if (seen.get(i) < set.step()) {
                return false;
            }
        }
        return true;
    }

    long calls() {
        return calls.get();
    }

    private void authorize(int caller) throws Exception {
        HttpResponse<String> answer = authorize(CHANNEL);
        require(200, answer.statusCode());
        AppSet made = madeWith(answer.body());
        if (made.step() < seen.get(caller)) {
            throw new AssertionError("made with step " + made.step() + " after " + seen.get(caller));
        }
        seen.set(caller, made.step());
    }

    private AppSet madeWith(String body) throws IOException, GeneralSecurityException {
        JsonNode answer = new JsonMapper().readTree(body);
        for (AppSet set : sets) {
            if (set.hasAuthorized(SOCKET, CHANNEL, answer)) {
                return set;
            }
        }
        throw new AssertionError("made with no whole set that has been in force: " + body);
    }

    HttpResponse<String> authorize(String channel) throws IOException, InterruptedException {
        return post(
                "/pusher/auth",
                "socket_id=" + SOCKET + "&channel_name=" + channel,
                "Authorization",
                bearer(user),
                "Content-Type",
                "application/x-www-form-urlencoded");
    }

    int publish(String data) throws IOException, InterruptedException {
        String event = "{\"name\":\"step\",\"channel\":\"" + CHANNEL + "\",\"data\":\"" + data + "\"}";
        return post("/events", event, "Authorization", bearer(publisher), "Content-Type", "application/json")
                .statusCode();
    }

    int webhook(AppSet signing) throws IOException, InterruptedException, GeneralSecurityException {
        String body = "{\"time_ms\":" + System.currentTimeMillis() + ",\"events\":[]}";
        return post(
                        "/pusher/webhook",
                        body,
                        "Content-Type",
                        "application/json",
                        "X-Pusher-Key",
                        signing.key(),
                        "X-Pusher-Signature",
                        signing.signWebhook(body))
                .statusCode();
    }

    String session() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri("/pusher/session"))
                .header("Authorization", bearer(user))
                .build();
        return http.send(request, BodyHandlers.ofString()).body();
    }

    private HttpResponse<String> post(String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri(path))
                .timeout(Duration.ofSeconds(30))
                .headers(headers)
                .POST(BodyPublishers.ofString(body))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    private static URI uri(String path) {
        return URI.create("http://localhost:" + RestAssured.port + path);
    }

    private static String bearer(String token) {
        return "Bearer " + token;
    }

    private static void require(int expected, int status) {
        if (status != expected) {
            throw new AssertionError("status " + status);
        }
    }

    private void requireAllWell() throws Exception {
        for (Future<?> caller : running) {
            if (caller.isDone()) {
                throw failure(caller);
            }
        }
    }

    private static AssertionError failure(Future<?> caller) throws InterruptedException {
        try {
            return new AssertionError("a caller has ended: " + caller.get());
        } catch (ExecutionException e) {
            return new AssertionError("a call has failed", e.getCause());
        }
    }

    /** Ends the callers, and fails if any of their calls has. */
    @Override
    public void close() throws Exception {
        requireAllWell();
        stopping = true;
        for (Future<?> caller : running) {
            Object unused = caller.get();
        }
        threads.shutdownNow();
    }

    private interface Call {
        void make() throws Exception;
    }
}
