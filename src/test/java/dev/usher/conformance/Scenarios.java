package dev.usher.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.pusher.client.PusherOptions;
import dev.usher.testing.TestIssuer;
import dev.usher.testing.Vectors;
import io.restassured.RestAssured;
import java.io.IOException;
import java.lang.Thread.UncaughtExceptionHandler;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Plays the scenarios of {@code src/test/conformance} with each client and server library, before one Channels server,
 * and compares what comes of them with {@code docs/conformance.md}. What was seen is written to
 * {@code target/conformance}, in tables of the same form.
 */
abstract class Scenarios {

    /** By server and client. */
    private static final Map<String, Map<String, Map<String, String>>> SEEN = new HashMap<>();

    @BeforeAll
    static void install() throws Exception {
        Optional<String> missing = Installed.missing();
        assumeTrue(missing.isEmpty(), () -> "skipped: " + missing.orElseThrow());
    }

    /** The port of the Channels server. */
    abstract int channelsPort();

    abstract boolean isSoketi();

    @ParameterizedTest
    @MethodSource("clients")
    void endAsTheReportSays(String client) throws Exception {
        Map<String, String> seen = play(client);

        write(client, seen);
        assertEquals(lines(ConformanceReport.read().expected(client, isSoketi())), lines(seen));
    }

    static Stream<String> clients() throws IOException {
        return ConformanceReport.read().clients().stream();
    }

    private Map<String, String> play(String client) throws Exception {
        Dialogue dialogue = new Dialogue(
                client,
                settings(),
                Installed.FOLDER.resolve("%s-%s.log".formatted(client.replace(' ', '-'), server())));
        JavaClients clients = new JavaClients(usher(), channelsPort(), dialogue);
        JavaLibrary library = new JavaLibrary(channelsPort());
        UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, exception) -> dialogue.thrown(exception));
        try {
            return dialogue.outcomes((method, args) -> answer(clients, library, method, args));
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
    }

    private static @Nullable Object answer(JavaClients clients, JavaLibrary library, String method, JsonNode args) {
        String connection = args.path("connection").asText();
        String channel = args.path("channel").asText();
        switch (method) {
            case "connect" -> clients.connect(connection, args.path("token").asText());
            case "reconnect" -> clients.reconnect(connection);
            case "disconnect" -> clients.disconnect(connection);
            case "subscribe" -> clients.subscribe(connection, channel);
            case "unsubscribe" -> clients.unsubscribe(connection, channel);
            case "useToken" -> clients.useToken(connection, args.path("token").asText());
            case "signIn" -> clients.signIn(connection);
            case "send" ->
                clients.send(
                        connection,
                        channel,
                        args.path("event").asText(),
                        args.path("data").asText());
            default -> {
                return library.answer(method, args);
            }
        }
        return null;
    }

    private String settings() throws IOException {
        JsonMapper json = new JsonMapper();
        return json.writeValueAsString(Map.of(
                "usher", usher(),
                "channels", Map.of("host", "127.0.0.1", "port", channelsPort()),
                "application", Application.port(),
                "modules", Installed.FOLDER.resolve("clients").toString(),
                "app",
                        Map.of(
                                "id", Vectors.APP_ID,
                                "key", Vectors.KEY,
                                "secret", Vectors.SECRET,
                                "masterKey", Vectors.MASTER_KEY),
                "issuer",
                        Map.of(
                                "name", TestIssuer.ISSUER,
                                "audience", TestIssuer.AUDIENCE,
                                "key",
                                        json.readTree(TestIssuer.key(TestIssuer.RSA)
                                                .toJson(OutputControlLevel.INCLUDE_PRIVATE))),
                "java", Map.of("client", PusherOptions.LIB_VERSION, "library", version(com.pusher.rest.Pusher.class))));
    }

    private static String usher() {
        return "http://localhost:" + RestAssured.port;
    }

    private static String version(Class<?> ofJar) {
        return ofJar.getPackage().getImplementationVersion();
    }

    private void write(String client, Map<String, String> outcomes) throws IOException {
        Map<String, Map<String, String>> seen = SEEN.computeIfAbsent(server(), unknown -> new LinkedHashMap<>());
        seen.put(client, outcomes);
        Files.writeString(Installed.FOLDER.resolve("report-%s.md".formatted(server())), ConformanceReport.render(seen));
    }

    private String server() {
        return isSoketi() ? "soketi" : "embedded";
    }

    private static String lines(Map<String, String> outcomes) {
        StringBuilder lines = new StringBuilder();
        outcomes.forEach((scenario, outcome) ->
                lines.append(scenario).append(": ").append(outcome).append('\n'));
        return lines.toString();
    }
}
