package dev.usher.kafka;

import static dev.usher.testing.Eventually.await;
import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.testing.CountingChannels;
import dev.usher.testing.KafkaBroker;
import dev.usher.testing.UsherProcess;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Usher and Kafka, each a process of its own, and a Channels server that counts what goes in and what comes out. */
class KafkaIntakeIT {

    private static final int KEYS = 40;
    private static final int PARTITIONS = 4;

    /** How many records a pod may have read and not acknowledged. */
    private static final int IN_FLIGHT = 100;

    private static int topics;

    @TempDir
    static Path folder;

    private static KafkaBroker kafka;

    private final CountingChannels channels = new CountingChannels(10);
    private final String topic = "events-" + topics++;

    @BeforeAll
    static void prepare() throws Exception {
        kafka = new KafkaBroker(folder);
        kafka.start();
    }

    @AfterAll
    static void stop() throws InterruptedException {
        kafka.close();
    }

    @BeforeEach
    void begin() throws Exception {
        channels.start();
        kafka.create(PARTITIONS, topic, topic + "-dead");
    }

    @AfterEach
    void end() {
        channels.close();
    }

    @Test
    void leavesKafkaAloneUnlessATopicIsConfigured() throws Exception {
        try (ServerSocket nobody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                UsherProcess usher = UsherProcess.start(
                        channels.port(), Map.of("kafka.bootstrap.servers", "127.0.0.1:" + nobody.getLocalPort()))) {
            awaitReady(usher);
            // Whoever had tried to connect would stand in line here.
            nobody.setSoTimeout(1);
            assertThrows(SocketTimeoutException.class, nobody::accept);
        }
    }

    @Test
    void publishesInOrderAndPutsAsideWhatCannotBePublished() throws Exception {
        try (Records records = new Records(kafka, topic);
                UsherProcess usher = usher()) {
            records.write(KEYS, 10);
            long poison = records.write("5", "{\"name\":\"n\",\"channel\":\"no channel\",\"data\":\"x\"}");
            records.writeTombstone("6");
            records.write(KEYS, 10);
            await("all have arrived", () -> arrived() >= KEYS * 20);
            List<ConsumerRecord<String, String>> dead = records.read(topic + "-dead", 2);
            await("all are acknowledged", () -> records.unacknowledged("usher") == 0);

            assertEquals(KEYS * 20, arrived());
            assertInOrder(20);
            ConsumerRecord<String, String> letter = dead.stream()
                    .filter(record -> record.key().equals("5"))
                    .findFirst()
                    .orElseThrow();
            assertEquals("{\"name\":\"n\",\"channel\":\"no channel\",\"data\":\"x\"}", letter.value());
            assertEquals("malformed-request", header(letter, "dead-letter-reason"));
            assertTrue(
                    header(letter, "dead-letter-detail").startsWith("channel:"), header(letter, "dead-letter-detail"));
            assertEquals(topic, header(letter, "dead-letter-topic"));
            assertEquals(Long.toString(poison), header(letter, "dead-letter-offset"));
            assertEquals("kept", header(letter, "trace"));
            assertNull(dead.stream()
                    .filter(record -> record.key().equals("6"))
                    .findFirst()
                    .orElseThrow()
                    .value());
            assertTrue(given().get(usher.management() + "/q/metrics")
                    .asString()
                    .contains("usher_intake_records_total{outcome=\"dead-lettered\",source=\"kafka\"} 2.0"));
        }
    }

    @Test
    void losesNothingWhenTheChannelsServerGoesAndComesBack() throws Exception {
        try (Records records = new Records(kafka, topic);
                UsherProcess usher = usher()) {
            records.write(KEYS, 20);
            await("some have arrived", () -> arrived() > 100);
            channels.stop();
            await("Usher has noticed", () -> seesTrouble(usher));
            given().get(usher.management() + "/q/health/ready").then().statusCode(200);
            channels.start();
            await("all have arrived", () -> distinct() == KEYS * 20);
            await("all are acknowledged", () -> records.unacknowledged("usher") == 0);

            assertInOrder(20);
            // Of each key, one call was on its way at most.
            assertTrue(repeats() <= KEYS, () -> repeats() + " repeats");
        }
    }

    /** A restart knows what was finished behind the record that waits. */
    @Test
    void holdsUpOneKeyAlone() throws Exception {
        channels.refuse("to-7");
        try (Records records = new Records(kafka, topic)) {
            try (UsherProcess usher = usher()) {
                records.write(KEYS, 5);
                await("the others have arrived", () -> distinct() == (KEYS - 1) * 5);
                await("the one is given up for now", () -> seesTrouble(usher));
            }
            assertTrue(records.unacknowledged("usher") > 5);
            try (UsherProcess usher = usher()) {
                awaitReady(usher);
                channels.accept("to-7");
                await("the one has too", () -> distinct() == KEYS * 5);
                await("all are acknowledged", () -> records.unacknowledged("usher") == 0);
            }
            assertInOrder(5);
            assertEquals(0, repeats());
        }
    }

    @Test
    void losesNothingWhenKafkaRestarts() throws Exception {
        kafka.stop();
        try (UsherProcess usher = usher()) {
            // Nobody is sent away because of it.
            awaitReady(usher);
            kafka.start();
            try (Records records = new Records(kafka, topic)) {
                records.begin(KEYS, this::arrived);
                await("some have arrived", () -> arrived() > 200);
                kafka.stop();
                given().get(usher.management() + "/q/health/ready").then().statusCode(200);
                kafka.start();
                goesOn();
                int each = records.end();
                await("all have arrived", () -> distinct() == KEYS * each);
                await("all are acknowledged", () -> records.unacknowledged("usher") == 0);
                assertInOrder(each);
                assertTrue(repeats() <= IN_FLIGHT, () -> repeats() + " repeats");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SIGTERM", "SIGKILL"})
    void losesNothingWhenAPodEnds(String signal) throws Exception {
        boolean killed = signal.equals("SIGKILL");
        try (Records records = new Records(kafka, topic)) {
            records.begin(KEYS, this::arrived);
            UsherProcess first = usher();
            await("some have arrived", () -> arrived() > 300);
            if (killed) {
                first.kill();
            } else {
                first.close();
                assertTrue(gaveAway(first), first.log()::toString);
            }
            int each;
            try (UsherProcess second = usher()) {
                awaitReady(second);
                goesOn();
                each = records.end();
                await("all have arrived", () -> distinct() == KEYS * each);
                await("all are acknowledged", () -> records.unacknowledged("usher") == 0);
            }
            assertInOrder(each);
            assertTrue(repeats() <= (killed ? IN_FLIGHT : 0), () -> repeats() + " repeats");
        }
    }

    @Test
    void sharesTheWorkWithPodsThatComeAndGo() throws Exception {
        try (Records records = new Records(kafka, topic);
                UsherProcess one = usher()) {
            records.begin(KEYS, this::arrived);
            await("some have arrived", () -> arrived() > 300);
            try (UsherProcess two = usher()) {
                await("the other has some of it", () -> takes(two) && gaveAway(one));
                goesOn();
            }
            goesOn();
            int each = records.end();
            await("all have arrived", () -> distinct() == KEYS * each);
            await("all are acknowledged", () -> records.unacknowledged("usher") == 0);
            assertInOrder(each);
            assertEquals(0, repeats());
        }
    }

    private void goesOn() {
        int before = arrived();
        await("they go on", () -> arrived() > before + 300);
    }

    private UsherProcess usher() throws Exception {
        Map<String, String> config = new HashMap<>();
        config.put("usher.intake.kafka.topic", topic);
        config.put("usher.intake.kafka.in-flight", Integer.toString(IN_FLIGHT));
        config.put("kafka.bootstrap.servers", kafka.address());
        // So that a pod that was killed is missed soon.
        config.put("kafka.session.timeout.ms", "3000");
        config.put("kafka.heartbeat.interval.ms", "500");
        return UsherProcess.start(channels.port(), config);
    }

    private int arrived() {
        return channels.arrived().size();
    }

    private long distinct() {
        return channels.arrived().stream().distinct().count();
    }

    private long repeats() {
        return arrived() - distinct();
    }

    /** Of each key, what arrives for the first time does so in its order. */
    private void assertInOrder(int each) {
        List<String> expected =
                IntStream.range(0, each).mapToObj(Integer::toString).toList();
        for (int key = 0; key < KEYS; key++) {
            assertEquals(expected, channels.at("to-" + key).stream().distinct().toList());
        }
    }

    private static boolean seesTrouble(UsherProcess usher) {
        return usher.log().stream().anyMatch(line -> line.contains("are tried again"));
    }

    private static boolean takes(UsherProcess usher) {
        return usher.log().stream().anyMatch(line -> line.contains("Takes events from events-"));
    }

    private static boolean gaveAway(UsherProcess usher) {
        return usher.log().stream().anyMatch(line -> line.contains("Has given away"));
    }

    private static String header(ConsumerRecord<String, String> record, String name) {
        Headers headers = record.headers();
        return new String(headers.lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private static void awaitReady(UsherProcess usher) {
        await(
                "the pod is ready",
                () -> given().get(usher.management() + "/q/health/ready").statusCode() == 200);
    }
}
