package dev.usher.publish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.usher.publish.Books.Entry;
import dev.usher.publish.Books.Fate;
import dev.usher.testing.TestIssuer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Backends that publish at the same time, each one call after another, and enter into the {@link Books} what they are
 * told. Half of them publish single events, to a channel of their own; the others batches, to channels of their own.
 * The data of an event is its number, and those of a channel are published with rising numbers.
 */
final class Backends implements AutoCloseable {

    /** Of those of single events; and as many publish batches. */
    static final int EACH = 8;

    /** More than a call to the server carries, so that there are several. */
    static final int BATCH = 25;

    static final int CHANNELS_OF_A_BATCH = 4;

    private static final JsonMapper JSON = new JsonMapper();
    private static final int PATIENCE_MINUTES = 5;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final String token = TestIssuer.token("backend", "publisher");
    private final AtomicInteger numbers = new AtomicInteger();
    private final URI usher;
    private final Books books;
    private final int poisonEvery;
    private volatile boolean gone;

    /** @param poisonEvery which events are called {@code poison} rather than {@code fine}: every so-manieth */
    Backends(URI usher, Books books, int poisonEvery) {
        this.usher = usher;
        this.books = books;
        this.poisonEvery = poisonEvery;
    }

    /** Has each backend make so many calls, and waits until they are done. */
    void publish(int calls) throws Exception {
        for (Future<?> backend : start(calls)) {
            Object unused = backend.get(PATIENCE_MINUTES, TimeUnit.MINUTES);
        }
    }

    /** Has each backend make so many calls, or fewer where Usher is gone before. */
    List<Future<?>> start(int calls) {
        List<Future<?>> backends = new ArrayList<>();
        for (int i = 0; i < EACH; i++) {
            int backend = i;
            backends.add(threads.submit(() -> repeat(calls, () -> {
                Fate unused = single("single-" + backend);
            })));
            backends.add(threads.submit(() -> repeat(calls, () -> batch("batch-" + backend))));
        }
        return backends;
    }

    private Object repeat(int calls, Step step) throws Exception {
        for (int i = 0; i < calls && !gone; i++) {
            step.take();
        }
        return this;
    }

    /** Publishes to a channel of each backend until it is accepted, which it must be before long. */
    void awaitAccepted() throws Exception {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        for (int i = 0; i < EACH; i++) {
            while (single("single-" + i) != Fate.ACCEPTED) {
                if (System.nanoTime() > end) {
                    throw new AssertionError("the server is well, and Usher does not publish to single-" + i);
                }
            }
        }
    }

    private Fate single(String channel) throws Exception {
        Posted event = next(channel);
        try {
            HttpResponse<String> answer = post("/events", event.json());
            Entry entry = event.told(answer.statusCode(), json(answer.body()));
            books.enter(event.number(), entry);
            return entry.fate();
        } catch (IOException e) {
            return books(List.of(event), e);
        }
    }

    private void batch(String channel) throws Exception {
        List<Posted> events = IntStream.range(0, BATCH)
                .mapToObj(i -> next(channel + "-" + i % CHANNELS_OF_A_BATCH))
                .toList();
        String batch = events.stream().map(Posted::json).collect(Collectors.joining(",", "{\"batch\":[", "]}"));
        try {
            HttpResponse<String> answer = post("/events/batch", batch);
            JsonNode body = json(answer.body());
            for (int i = 0; i < events.size(); i++) {
                JsonNode result = body.path("results").path(i);
                books.enter(
                        events.get(i).number(),
                        answer.statusCode() == 200
                                ? events.get(i)
                                        .told(
                                                result.path("status").asInt(),
                                                result.path("status").asInt() == 200 ? result : result.path("problem"))
                                : events.get(i).told(answer.statusCode(), body));
            }
        } catch (IOException e) {
            Fate unused = books(events, e);
        }
    }

    /** A connection that is refused has carried nothing; after one that is cut, nobody knows. Either way Usher is gone. */
    private Fate books(List<Posted> events, IOException failure) {
        gone = true;
        Fate fate = failure instanceof ConnectException ? Fate.NOT_PUBLISHED : Fate.UNANSWERED;
        events.forEach(event -> books.enter(event.number(), new Entry(event.name(), event.channel(), fate, 0)));
        return fate;
    }

    private Posted next(String channel) {
        int number = numbers.incrementAndGet();
        return new Posted(number % poisonEvery == 0 ? "poison" : "fine", channel, number);
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(usher.resolve(path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    private static JsonNode json(String body) throws IOException {
        return body.isEmpty() ? JSON.createObjectNode() : JSON.readTree(body);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private interface Step {
        void take() throws Exception;
    }

    /** An event as a backend publishes it, asking for an attribute that is its number. */
    private record Posted(String name, String channel, int number) {

        String json() {
            return "{\"name\":\"%s\",\"channel\":\"%s\",\"data\":\"%d\",\"info\":\"subscription_count\"}"
                    .formatted(name, channel, number);
        }

        /** @param answer of Usher about this event: what it was told of its channel, or a problem */
        Entry told(int status, JsonNode answer) {
            return new Entry(name, channel, fate(status, answer), status);
        }

        private Fate fate(int status, JsonNode answer) {
            if (status == 200) {
                JsonNode count = answer.path("channels").path(channel).path("subscription_count");
                if (!count.isMissingNode() && count.asInt() != number) {
                    throw new AssertionError("event %d was told of event %s".formatted(number, count));
                }
                return Fate.ACCEPTED;
            }
            boolean isProblem = answer.path("type").asText().startsWith("urn:usher:problem:");
            // Usher refuses calls with a bare 503 when it has been told to stop.
            if (status == 500 || !(isProblem || status == 503)) {
                throw new AssertionError("event %d got %d, %s".formatted(number, status, answer));
            }
            return answer.path("detail").asText().contains("may have been published")
                    ? Fate.IN_DOUBT
                    : Fate.NOT_PUBLISHED;
        }
    }
}
