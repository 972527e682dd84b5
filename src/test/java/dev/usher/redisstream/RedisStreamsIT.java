package dev.usher.redisstream;

import static dev.usher.testing.Eventually.await;
import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.testing.CountingChannels;
import dev.usher.testing.RedisServer;
import dev.usher.testing.UsherProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events into streams of a real Redis, and out of Usher into a Channels server: counted, and in order. */
class RedisStreamsIT {

    private static final int KEYS = 8;
    private static final int EACH = 100;

    /** So many of each key may be under way at once, and so in doubt. */
    private static final int RUN = 10;

    @TempDir
    Path folder;

    private RedisServer redis;
    private StreamClient client;
    private CountingChannels channels;

    @BeforeEach
    void prepare() throws Exception {
        redis = RedisServer.durable(folder);
        redis.start();
        client = new StreamClient(redis.url());
        channels = new CountingChannels(10);
        channels.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        client.close();
        channels.close();
        redis.close();
    }

    @Test
    void publishesEachOnceAndPutsAsideWhatNeverCanBe() throws Exception {
        client.add("events", "k0", "before Usher");
        try (UsherProcess usher = usher("events")) {
            client.addFields("events", "key", "k0", "event", "{\"name\":\"n\"", "trace", "7");
            client.addFields("events", "key", "k0");
            client.addFields("events", "event", "{\"name\":\"n\",\"channel\":\"k0\",\"data\":\"of no key\"}");
            client.addFields(
                    "events", "event", "{\"name\":\"n\",\"channel\":\"k0\",\"data\":\"" + "x".repeat(10_241) + "\"}");
            client.add("events", "k0", "last");

            await("all have arrived", () -> channels.at("k0").contains("last"));
            assertEquals(List.of("before Usher", "of no key", "last"), channels.at("k0"));
            await("all are settled", () -> client.pending("events") == 0);
            List<Map<String, String>> dead = client.records("events:dead");
            assertEquals(
                    List.of("malformed-request", "malformed-request", "too-large"),
                    dead.stream().map(each -> each.get("reason")).toList());
            assertEquals("{\"name\":\"n\"", dead.get(0).get("event"));
            assertEquals("7", dead.get(0).get("trace"));
            assertEquals("events", dead.get(0).get("stream"));
            assertTrue(dead.get(2).toString().contains("10241 bytes"));
            assertEquals(3, records(usher, "published"));
            assertEquals(3, records(usher, "dead-lettered"));

            // As an operator does who begins anew.
            client.delete("events");
            client.add("events", "k0", "after all");
            await("the new stream is read", () -> channels.at("k0").contains("after all"));
        }
    }

    @Test
    void waitsForAChannelsServerThatIsAway() throws Exception {
        try (UsherProcess usher = usher("events")) {
            CompletableFuture<Void> load = load("events");
            await("some have arrived", () -> channels.arrived().size() > KEYS * EACH / 4);
            channels.stop();
            await(
                    "it is seen that the server has gone",
                    () -> records(usher, "later") + records(usher, "in-doubt") > 0);
            channels.start();
            load.join();
            await("all have arrived", () -> distinct() == KEYS * EACH);

            report("Channels server away");
            assertInOrder();
            assertTrue(repeats() <= KEYS * RUN);
            await("all are settled", () -> client.pending("events") == 0);
            await("all are counted", () -> records(usher, "published") == KEYS * EACH);
        }
    }

    @Test
    void losesNothingWhenRedisIsKilled() throws Exception {
        try (UsherProcess usher = usher("events")) {
            CompletableFuture<Void> load = load("events");
            await("some have arrived", () -> channels.arrived().size() > KEYS * EACH / 4);
            redis.stop();
            await("the loss is seen", () -> health(usher, "well") == 503);
            assertEquals(200, health(usher, "ready"));
            redis.start();
            load.join();
            await("all have arrived", () -> distinct() == KEYS * EACH);

            report("Redis killed");
            assertInOrder();
            assertTrue(repeats() <= KEYS * RUN);
            await("all are settled", () -> client.pending("events") == 0);
            await("Redis is seen again", () -> health(usher, "well") == 200);
        }
    }

    @Test
    void repeatsAfterSigkillWhatWasInDoubtAndAfterSigtermNothing() throws Exception {
        CompletableFuture<Void> load;
        try (UsherProcess first = usher("events")) {
            load = load("events");
            await("some have arrived", () -> channels.arrived().size() > KEYS * EACH / 4);
            first.kill();
        }
        int inDoubt;
        try (UsherProcess second = usher("events")) {
            await("more have arrived", () -> distinct() > KEYS * EACH / 2);
            inDoubt = repeats();
        }
        report("SIGKILL, then SIGTERM");
        assertTrue(inDoubt <= KEYS * RUN);
        try (UsherProcess third = usher("events")) {
            load.join();
            await("all have arrived", () -> distinct() == KEYS * EACH);
            await("all are settled", () -> client.pending("events") == 0);

            report("and another");
            assertInOrder();
            assertEquals(inDoubt, repeats());
            await("it reads itself", () -> third.log().stream()
                    .anyMatch(line -> line.contains("This pod reads events.")));
        }
    }

    @Test
    void twoPodsShareTheStreamsAndOneTakesOverWhenTheOtherIsKilled() throws Exception {
        String[] streams = {"events:0", "events:1", "events:2"};
        try (UsherProcess one = usher(streams);
                UsherProcess two = usher(streams)) {
            await("both read", () -> reads(one) + reads(two) == 3 && reads(one) > 0 && reads(two) > 0);
            CompletableFuture<Void> load = load(streams);
            await("some have arrived", () -> channels.arrived().size() > KEYS * EACH / 4);
            await("both publish", () -> records(one, "published") > 0 && records(two, "published") > 0);
            one.kill();
            load.join();
            await("all have arrived", () -> distinct() == KEYS * EACH);

            report("one of two pods killed");
            assertInOrder();
            assertTrue(repeats() <= KEYS * RUN);
            await("the other reads all", () -> reads(two) == 3);
            for (String stream : streams) {
                await("all are settled", () -> client.pending(stream) == 0);
            }
        }
    }

    private UsherProcess usher(String... streams) throws Exception {
        Map<String, String> config = new HashMap<>();
        config.put("usher.intake.redis.streams", String.join(",", streams));
        config.put("usher.intake.redis.lease", "5s");
        config.put("usher.publish.deadline", "2s");
        config.put("usher.publish.timeout", "1s");
        config.put("quarkus.redis.hosts", redis.url());
        return UsherProcess.start(channels.port(), config);
    }

    /** Adds all events, those of each key in order and to one stream, while the test goes on. */
    private CompletableFuture<Void> load(String... streams) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread backend = new Thread(
                () -> {
                    for (int i = 0; i < EACH; i++) {
                        for (int key = 0; key < KEYS; key++) {
                            client.add(streams[key % streams.length], "k" + key, Integer.toString(i));
                        }
                    }
                    done.complete(null);
                },
                "backend");
        backend.setDaemon(true);
        backend.start();
        return done;
    }

    /** Each follows the one before it, or is one that is repeated, from which on all are. */
    private void assertInOrder() {
        for (int key = 0; key < KEYS; key++) {
            List<Integer> arrived =
                    channels.at("k" + key).stream().map(Integer::valueOf).toList();
            int last = -1;
            for (int each : arrived) {
                assertTrue(each <= last + 1, "k" + key + " has " + arrived);
                last = each;
            }
            assertEquals(
                    IntStream.range(0, EACH).boxed().toList(),
                    new ArrayList<>(new HashSet<>(arrived)).stream().sorted().toList());
        }
    }

    private int distinct() {
        Set<CountingChannels.Arrived> all = new HashSet<>(channels.arrived());
        return all.size();
    }

    private int repeats() {
        return channels.arrived().size() - distinct();
    }

    private void report(String what) {
        System.out.printf(
                "%s: %d arrived, %d of them repeated%n",
                what, channels.arrived().size(), repeats());
    }

    private static int health(UsherProcess usher, String kind) {
        return given().get(usher.management() + "/q/health/" + kind).statusCode();
    }

    private static int records(UsherProcess usher, String outcome) {
        return metrics(usher)
                .filter(line -> line.startsWith("usher_intake_records_total") && line.contains("\"" + outcome + "\""))
                .mapToInt(line -> (int) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static long reads(UsherProcess usher) {
        return metrics(usher)
                .filter(line -> line.startsWith("usher_intake_lag{") && !line.endsWith("NaN"))
                .count();
    }

    private static Stream<String> metrics(UsherProcess usher) {
        return given().get(usher.management() + "/q/metrics").asString().lines();
    }
}
