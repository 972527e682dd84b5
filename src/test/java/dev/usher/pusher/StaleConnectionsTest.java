package dev.usher.pusher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.http.Trust;
import io.smallrye.mutiny.Multi;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.dns.AddressResolverOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Connections end, and addresses change, while calls are made. */
@Timeout(120)
class StaleConnectionsTest {

    private static final int CALLS = 2_000;
    private static final int AT_A_TIME = 16;
    private static final Duration SOON = Duration.ofSeconds(1);

    private final Vertx servers = Vertx.vertx();
    private final List<Vertx> clients = new ArrayList<>();
    private final Trust trust = new Trust(Optional.of(TestCertificate.store()));

    @AfterEach
    void close() {
        clients.add(servers);
        clients.forEach(
                vertx -> vertx.close().toCompletionStage().toCompletableFuture().join());
    }

    /** The server closes idle connections as it pleases, without a word, while others are about to be used. */
    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void everyCallIsAnsweredOrReportedAsItWas(HttpVersion version) {
        Map<String, AtomicInteger> arrived = new ConcurrentHashMap<>();
        Random random = new Random(7);
        UpstreamServer server = UpstreamServer.tls(servers, List.of(version), request -> {
            arrived.computeIfAbsent(request.path(), first -> new AtomicInteger())
                    .incrementAndGet();
            request.response().end("{}").onComplete(done -> {
                if (random.nextInt(10) == 0) {
                    long unused = servers.setTimer(
                            1 + random.nextInt(3), later -> request.connection().close());
                }
            });
        });
        Carrier carrier = TestTransport.of(AT_A_TIME)
                .over(client(new VertxOptions()), trust)
                .publishing();
        List<Outcome> outcomes = Multi.createFrom()
                .items(IntStream.range(0, CALLS).mapToObj(number -> "/" + number))
                .onItem()
                .transformToUni(
                        path -> carrier.send(TestTransport.posting(server.uri().resolve(path)))
                                .map(answer -> new Outcome(path, Optional.empty()))
                                .onFailure()
                                .recoverWithItem(failure -> new Outcome(path, Optional.of(failure))))
                .merge(AT_A_TIME)
                .collect()
                .asList()
                .await()
                .indefinitely();

        assertEquals(CALLS, outcomes.size());
        assertTrue(server.connections() > AT_A_TIME);
        for (Outcome outcome : outcomes) {
            int times =
                    arrived.getOrDefault(outcome.path(), new AtomicInteger()).get();
            if (outcome.failure().isEmpty()) {
                assertEquals(1, times, outcome.toString());
            } else if (outcome.failure().get() instanceof NotSentException) {
                assertEquals(0, times, outcome.toString());
            } else {
                // In doubt, which is neither here nor there.
                assertTrue(times <= 1, outcome.toString());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void callsFollowTheHostToItsNewAddressWithoutOneBeingLost(HttpVersion version, @TempDir Path directory)
            throws Exception {
        UpstreamServer old = UpstreamServer.tls(servers, "127.0.0.1", 0, version, StaleConnectionsTest::answer);
        UpstreamServer moved =
                UpstreamServer.tls(servers, "127.0.0.2", old.port(), version, StaleConnectionsTest::answer);
        Path hosts = directory.resolve("hosts");
        point(hosts, "127.0.0.1");
        Vertx vertx = client(new VertxOptions()
                .setAddressResolverOptions(new AddressResolverOptions()
                        .setHostsPath(hosts.toString())
                        .setHostsRefreshPeriod(50)));
        Carrier carrier =
                TestTransport.of(AT_A_TIME).withAge(SOON).over(vertx, trust).publishing();
        URI uri = old.uri("localhost");
        for (int i = 0; i < 100; i++) {
            callAtOnce(carrier, uri);
        }
        assertEquals(0, moved.waiting());
        point(hosts, "127.0.0.2");
        int before = old.waiting();
        while (moved.waiting() == 0 || old.waiting() != before) {
            before = old.waiting();
            for (int i = 0; i < 100; i++) {
                callAtOnce(carrier, uri);
            }
        }
        assertTrue(moved.connections() > 0);
    }

    @Test
    void closesAConnectionThatIsOld() throws Exception {
        UpstreamServer server = UpstreamServer.plain(servers, StaleConnectionsTest::answer);
        Carrier carrier = TestTransport.of(1)
                .withAge(SOON)
                .over(client(new VertxOptions()))
                .publishing();
        callAtOnce(carrier, server.uri());
        assertEquals(server.awaitRequest().connection(), server.awaitClosing());
    }

    private static void callAtOnce(Carrier carrier, URI uri) throws InterruptedException, ExecutionException {
        List<UpstreamAnswer> answers = Multi.createFrom()
                .range(0, AT_A_TIME)
                .onItem()
                .transformToUniAndMerge(number -> carrier.send(TestTransport.posting(uri)))
                .collect()
                .asList()
                .subscribeAsCompletionStage()
                .get();
        assertEquals(AT_A_TIME, answers.size());
        answers.forEach(answer -> assertEquals(200, answer.status()));
    }

    private static void answer(HttpServerRequest request) {
        Object unused = request.response().end("{}");
    }

    private static void point(Path hosts, String address) throws IOException {
        Path next = hosts.resolveSibling("next");
        Files.writeString(next, address + " localhost\n");
        Path unused = Files.move(next, hosts, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    private Vertx client(VertxOptions options) {
        Vertx vertx = Vertx.vertx(options);
        clients.add(vertx);
        return vertx;
    }

    private record Outcome(String path, Optional<Throwable> failure) {}
}
