package dev.usher.publish;

import static dev.usher.testing.ScriptedAnswer.close;
import static dev.usher.testing.ScriptedAnswer.cutOff;
import static dev.usher.testing.ScriptedAnswer.drip;
import static dev.usher.testing.ScriptedAnswer.endless;
import static dev.usher.testing.ScriptedAnswer.garbage;
import static dev.usher.testing.ScriptedAnswer.hang;
import static dev.usher.testing.ScriptedAnswer.okAndClose;
import static dev.usher.testing.ScriptedAnswer.page;
import static dev.usher.testing.ScriptedAnswer.status;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.publish.Books.Entry;
import dev.usher.publish.Books.Fate;
import dev.usher.testing.ScriptedCall;
import dev.usher.testing.ScriptedChannels;
import dev.usher.testing.ScriptedChannelsPort;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Events in against events out, while the Channels server goes wrong in every way that a script of ours knows: whatever
 * happens, each publisher is told the truth about each event, no event is published twice, and those of a channel stay
 * in order.
 */
@QuarkusTest
@WithTestResource(ScriptedChannelsPort.class)
class FaultsTest {

    private static final Duration LATENCY = Duration.ofMillis(5);

    /** Of each backend: some 1,300 events in all, a fifth of which meets a fault where every fifth call does. */
    private static final int CALLS = 6;

    private static final int EVERY = 5;
    private static final int POISON_EVERY = 11;

    private final Books books = new Books();

    // Not before the test is prepared: Quarkus makes an instance of it in each of two class loaders.
    private ScriptedChannels channels;
    private Backends backends;

    @BeforeEach
    void recover() throws Exception {
        channels = ScriptedChannelsPort.open().latency(LATENCY);
        backends = new Backends(URI.create("http://localhost:" + RestAssured.port), books, POISON_EVERY);
        backends.awaitAccepted();
    }

    @AfterEach
    void end() {
        backends.close();
        channels.close();
    }

    static Stream<Map.Entry<String, Consumer<ScriptedChannels>>> faults() {
        Predicate<ScriptedCall> some = call -> call.number() % EVERY == 0;
        Predicate<ScriptedCall> poisoned = call -> call.holds("poison");
        return Stream.<Map.Entry<String, Consumer<ScriptedChannels>>>of(
                Map.entry("dies before it has read the call", to -> to.atHead(some)
                        .answer(close())),
                Map.entry("dies before it has taken anything", to -> to.on(some).answer(close())),
                Map.entry("dies mid-batch", to -> to.on(some).answer(close().takingHalf())),
                Map.entry("dies before it has answered", to -> to.on(some).answer(close().takingAll())),
                Map.entry("dies in its answer", to -> to.on(some).answer(cutOff())),
                Map.entry("hangs, and has taken nothing", to -> to.on(some).answer(hang())),
                Map.entry("hangs, and has taken half", to -> to.on(some).answer(hang().takingHalf())),
                Map.entry("hangs, and has taken all", to -> to.on(some).answer(hang().takingAll())),
                Map.entry("answers 500 now and then", to -> to.on(some).answer(status(500))),
                Map.entry("answers 500, and has taken half", to -> to.on(some)
                        .answer(status(500).takingHalf())),
                Map.entry("answers 502, and has taken all", to -> to.on(some)
                        .answer(status(502).takingAll())),
                Map.entry("answers 503 now and then", to -> to.on(some).answer(status(503, 1))),
                Map.entry("answers 429 now and then", to -> to.on(some).answer(status(429, 1))),
                Map.entry("answers 403 now and then", to -> to.on(some).answer(status(403))),
                Map.entry("answers 500 for one event", to -> to.on(poisoned).answer(status(500))),
                Map.entry("answers 429 for one event", to -> to.on(poisoned).answer(status(429))),
                Map.entry("drips its answer", to -> to.on(some).answer(drip(Duration.ofMillis(1)))),
                Map.entry("drips too slowly", to -> to.on(some).answer(drip(Duration.ofMillis(400)))),
                Map.entry("sends garbage", to -> to.on(some).answer(garbage())),
                Map.entry("answers without an end", to -> to.on(some).answer(endless())));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void accountsForEveryEventOfAServerThat(Map.Entry<String, Consumer<ScriptedChannels>> fault) throws Exception {
        fault.getValue().accept(channels);
        backends.publish(CALLS);
        channels.heal();
        backends.awaitAccepted();

        settle(fault.getKey());
    }

    @ParameterizedTest
    @CsvSource({"400, 422", "413, 413", "422, 422"})
    void losesNoneButTheEventThatTheServerRefuses(int answered, int told) throws Exception {
        channels.on(call -> call.holds("poison")).answer(status(answered));
        backends.publish(CALLS);

        for (Entry entry : books.entries()) {
            assertEquals(entry.name().equals("poison") ? told : 200, entry.status(), entry::toString);
        }
        channels.heal();
        settle("answers " + answered + " for one event");
    }

    @Test
    void accountsForEveryEventOfAServerThatClosesConnectionsUnderLoad() throws Exception {
        channels.on(call -> call.turn() % EVERY == 0).answer(okAndClose());
        backends.publish(CALLS);
        channels.heal();
        backends.awaitAccepted();

        assertTrue(channels.connections() > 1, () -> channels.connections() + " connections");
        settle("closes connections under load");
    }

    /** As a gateway does that wants somebody to sign in. Here the server has taken them all the same. */
    @Test
    void takesAPageForNoAnswerOfAChannelsServer() throws Exception {
        channels.on(call -> true).answer(page());
        int before = books.count(Fate.ACCEPTED);
        backends.publish(CALLS);

        assertEquals(before, books.count(Fate.ACCEPTED));
        channels.heal();
        backends.awaitAccepted();
        settle("answers with a page");
    }

    @Test
    void publishesAgainWhenTheServerComesBack() throws Exception {
        List<Future<?>> running = backends.start(CALLS);
        channels.awaitTaken(channels.takenCount() + Backends.BATCH);
        channels.stop();
        for (Future<?> backend : running) {
            Object unused = backend.get();
        }
        backends.publish(1);
        channels.start();
        backends.awaitAccepted();

        settle("dies, and comes back");
    }

    @Test
    void publishesAllInOrderToAServerThatIsWell() throws Exception {
        backends.publish(CALLS);

        assertEquals(books.entries().size(), books.count(Fate.ACCEPTED));
        settle("is well");
    }

    private void settle(String server) {
        assertEquals(0, books.count(Fate.UNANSWERED), "calls that Usher did not answer");
        System.out.printf("A server that %s: %s%n", server, books.settle(channels, 0));
        assertEquals(List.of(), channels.faults());
    }
}
