package dev.usher.k8s;

import static dev.usher.testing.ScriptedAnswer.status;
import static io.restassured.RestAssured.given;
import static java.util.concurrent.TimeUnit.SECONDS;
import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.conformance.Ports;
import dev.usher.k8s.Queries.Selector;
import dev.usher.testing.JwksServer;
import dev.usher.testing.RedisServer;
import dev.usher.testing.ScriptedChannels;
import dev.usher.testing.TestIssuer;
import dev.usher.testing.UsherProcess;
import dev.usher.testing.Vectors;
import io.fabric8.kubernetes.api.model.Probe;
import io.restassured.response.ValidatableResponse;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The shipped application with what a pod has: it starts, is asked as the kubelet asks, and shows what alerts ask of. */
class ManifestsIT {

    private static final String REDIS_PASSWORD = "5f1d9c0e7ab34286";

    private static final long PATIENCE_NANOS = SECONDS.toNanos(30);

    /** Of Prometheus itself, of the kubelet, and of kube-state-metrics. */
    private static final Set<String> OF_OTHERS =
            Set.of("up", "container_memory_working_set_bytes", "kube_horizontalpodautoscaler_status_desired_replicas");

    @TempDir
    Path folder;

    private final ScriptedChannels channels = new ScriptedChannels(0);
    private final JwksServer issuer = new JwksServer();

    private RedisServer redis;
    private String keys;

    @BeforeEach
    void startWhatIsElsewhere() throws Exception {
        keys = Objects.requireNonNull(issuer.start().get("mp.jwt.verify.publickey.location"));
        given().get(JwksServer.url("/open"));
        redis = new RedisServer(folder);
        redis.start();
        redis.command("CONFIG SET requirepass " + REDIS_PASSWORD);
    }

    @AfterEach
    void stopWhatIsElsewhere() throws Exception {
        redis.close();
        issuer.stop();
        channels.close();
    }

    @ParameterizedTest
    @MethodSource("all")
    void isWellWithWhatIsMounted(Manifests manifests) throws Exception {
        try (Pod pod = new Pod(start(manifests, Map.of()))) {
            pod.awaitWell(manifests.container().getStartupProbe());
            pod.awaitWell(manifests.container().getLivenessProbe());
            pod.awaitWell(manifests.container().getReadinessProbe());
            List<String> log = pod.usher.log();
            assertTrue(log.stream().noneMatch(line -> line.contains("Unrecognized configuration")), log::toString);
        }
    }

    @Test
    void everyMetricThatIsAskedOfIsThere() throws Exception {
        Manifests manifests = Manifests.of("production+intake");
        Set<Selector> asked = new LinkedHashSet<>();
        for (String query : Queries.all(manifests)) {
            List<Selector> found = Queries.selectors(query).toList();
            // None that stands there without braces, and would go unseen.
            assertEquals(query.split("usher_[a-z_]+").length - 1L, count(found), query);
            asked.addAll(found);
        }
        asked.removeIf(selector -> OF_OTHERS.contains(selector.metric()));
        assertTrue(asked.size() > 20, asked::toString);
        Map<String, String> more = Map.of(
                "USHER_OPA_URL",
                "http://127.0.0.1:" + Ports.free() + "/v1/data/usher/allow",
                "USHER_INTAKE_REDIS_STREAMS",
                "events");
        try (Pod pod = new Pod(start(manifests, more))) {
            pod.awaitWell(manifests.container().getReadinessProbe());
            call(pod);
            awaitAll(pod, asked);
        }
    }

    private static long count(List<Selector> selectors) {
        return selectors.stream()
                .filter(selector -> selector.metric().startsWith("usher_"))
                .count();
    }

    /** What is counted when it happens for the first time. */
    private void call(Pod pod) {
        String url = pod.usher.url();
        String user = "Bearer " + TestIssuer.token("42");
        given().header("Authorization", user)
                .formParam("socket_id", "145814.20211781")
                .formParam("channel_name", "private-user-42")
                .post(url + "/pusher/auth")
                .then()
                .statusCode(200);
        given().header("Authorization", user)
                .formParam("socket_id", "145814.20211781")
                .formParam("channel_name", "private-user-43")
                .post(url + "/pusher/auth")
                .then()
                .statusCode(503);
        given().header("Authorization", "Bearer a.b.c")
                .post(url + "/pusher/auth")
                .then()
                .statusCode(401);
        channels.once(call -> true).answer(status(500));
        publish(url).statusCode(502);
        publish(url).statusCode(200);
    }

    private static ValidatableResponse publish(String url) {
        return given().header("Authorization", "Bearer " + TestIssuer.token("shop", "publisher"))
                .contentType("application/json")
                .body("{\"name\":\"order-shipped\",\"data\":{\"order\":7},\"user\":\"42\"}")
                .post(url + "/events")
                .then();
    }

    private static void awaitAll(Pod pod, Set<Selector> asked) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        Set<String> missing;
        do {
            Exposition shown = Exposition.of(pod.metrics());
            missing = asked.stream()
                    .filter(selector -> !shown.has(selector))
                    .map(Selector::toString)
                    .collect(toCollection(TreeSet::new));
        } while (!missing.isEmpty() && System.nanoTime() < deadline);
        assertEquals(Set.of(), missing);
    }

    /** What the overlay leaves to the operator is filled in, and what is elsewhere is on this machine. */
    private UsherProcess start(Manifests manifests, Map<String, String> more) throws Exception {
        Map<String, String> variables = Mounted.of(
                manifests,
                folder,
                Map.of(
                        "usher",
                        Map.of(
                                "PUSHER_APP_ID", Vectors.APP_ID,
                                "PUSHER_KEY", Vectors.KEY,
                                "PUSHER_SECRET", Vectors.SECRET,
                                "QUARKUS_REDIS_PASSWORD", REDIS_PASSWORD,
                                "KAFKA_SASL_JAAS_CONFIG",
                                        "org.apache.kafka.common.security.scram.ScramLoginModule required"
                                                + " username=\"usher\" password=\"5f1d9c0e\";"),
                        "usher-redis",
                        Map.of("QUARKUS_REDIS_PASSWORD", REDIS_PASSWORD)));
        variables.put("PUSHER_HOST", "127.0.0.1");
        variables.put("PUSHER_PORT", Integer.toString(channels.port()));
        variables.put("PUSHER_SCHEME", "http");
        variables.put("MP_JWT_VERIFY_ISSUER", TestIssuer.ISSUER);
        variables.put("MP_JWT_VERIFY_PUBLICKEY_LOCATION", keys);
        variables.computeIfPresent("QUARKUS_REDIS_HOSTS", (name, elsewhere) -> redis.url());
        variables.computeIfPresent("KAFKA_BOOTSTRAP_SERVERS", (name, elsewhere) -> "127.0.0.1:" + Ports.free());
        variables.put("QUARKUS_HTTP_PORT", "0");
        variables.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        variables.put("QUARKUS_MANAGEMENT_PORT", "0");
        variables.put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
        variables.putAll(more);
        return UsherProcess.launch(variables);
    }

    static Stream<Manifests> all() {
        return Manifests.all().stream();
    }

    /** A pod that is killed when the test has seen enough, without the time that it would take to stop. */
    private record Pod(UsherProcess usher) implements AutoCloseable {

        void awaitWell(Probe probe) {
            String url = usher.management() + probe.getHttpGet().getPath();
            long deadline = System.nanoTime() + PATIENCE_NANOS;
            int status;
            do {
                status = given().get(url).statusCode();
            } while (status == 503 && System.nanoTime() < deadline);
            assertEquals(200, status, () -> given().get(url).asString());
        }

        String metrics() {
            return given().get(usher.management() + "/q/metrics").asString();
        }

        @Override
        public void close() throws InterruptedException {
            usher.kill();
        }
    }
}
