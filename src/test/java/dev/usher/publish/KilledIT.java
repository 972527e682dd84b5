package dev.usher.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.publish.Books.Fate;
import dev.usher.testing.ScriptedChannels;
import dev.usher.testing.UsherProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Usher in a process of its own, which is told to stop, or killed, while backends publish as fast as they can. */
class KilledIT {

    /** More than any backend makes before Usher is gone. */
    private static final int WITHOUT_END = Integer.MAX_VALUE;

    private static final int UNDER_LOAD = 1_000;
    private static final int PATIENCE_SECONDS = 60;

    private final ScriptedChannels channels = new ScriptedChannels(0);
    private final Books books = new Books();
    private final HttpClient http = HttpClient.newHttpClient();

    private UsherProcess usher;
    private Backends backends;

    @BeforeEach
    void publishUnderLoad() throws Exception {
        usher = UsherProcess.start(channels.port(), Map.of());
        backends = new Backends(URI.create(usher.url()), books, WITHOUT_END);
    }

    @AfterEach
    void close() throws Exception {
        backends.close();
        usher.close();
        channels.close();
    }

    @Test
    void tellsTheTruthAboutEveryEventWhenItIsToldToStop() throws Exception {
        List<Future<?>> running = backends.start(WITHOUT_END);
        channels.awaitTaken(UNDER_LOAD);
        assertTrue(isReady());

        usher.terminate();
        awaitNotReady();
        awaitAll(running);

        // A call on a connection that Usher was about to close was never read: its events may not have gone out.
        System.out.println("SIGTERM: " + books.settle(channels, 0));
        assertEquals(List.of(), channels.faults());
    }

    @Test
    void hasPublishedWhateverItHasSaidItHadWhenItIsKilled() throws Exception {
        List<Future<?>> running = backends.start(WITHOUT_END);
        channels.awaitTaken(UNDER_LOAD);

        usher.kill();
        awaitAll(running);

        assertTrue(books.count(Fate.ACCEPTED) > 0);
        System.out.println("SIGKILL: " + books.settle(channels, 1));
        assertEquals(List.of(), channels.faults());
    }

    /** Each backend ends when it finds Usher gone. */
    private void awaitAll(List<Future<?>> running) throws Exception {
        for (Future<?> backend : running) {
            Object unused = backend.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
        usher.awaitEnd();
    }

    private void awaitNotReady() throws InterruptedException {
        while (isReady()) {
            Thread.onSpinWait();
        }
    }

    private boolean isReady() throws InterruptedException {
        HttpRequest ready = HttpRequest.newBuilder(URI.create(usher.management() + "/q/health/ready"))
                .build();
        try {
            return http.send(ready, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException gone) {
            return false;
        }
    }
}
