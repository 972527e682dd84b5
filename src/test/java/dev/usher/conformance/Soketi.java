package dev.usher.conformance;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.usher.testing.UsherEnvironment;
import dev.usher.testing.Vectors;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A real soketi for Usher to stand before, on this machine alone. Where it cannot be installed, none is started. */
public final class Soketi implements QuarkusTestResourceLifecycleManager {

    private static final String LOCAL = "127.0.0.1";
    private static final String PORT = "test-soketi.port";
    private static final String READY = "Server is up and running";
    private static final long PATIENCE_SECONDS = 60;

    private static final List<String> WEBHOOKS = List.of(
            "channel_occupied", "channel_vacated", "member_added", "member_removed", "client_event", "cache_miss");

    private @Nullable Process process;

    public static int port() {
        return Integer.getInteger(PORT);
    }

    @Override
    public Map<String, String> start() {
        try {
            int port = Ports.free();
            System.setProperty(PORT, Integer.toString(port));
            if (Installed.missing().isEmpty()) {
                start(port);
            }
            Map<String, String> config = new HashMap<>(UsherEnvironment.with(port));
            config.put("usher.server", "soketi");
            return config;
        } catch (Exception e) {
            throw new IllegalStateException("soketi did not start", e);
        }
    }

    private void start(int port) throws Exception {
        Path log = Installed.FOLDER.resolve("soketi.log");
        Path config = Files.writeString(Installed.FOLDER.resolve("soketi.json"), config(port));
        Process soketi = new ProcessBuilder(
                        "node",
                        Installed.FOLDER
                                .resolve("soketi/node_modules/@soketi/soketi/bin/server.js")
                                .toString(),
                        "start",
                        "--config=" + config)
                .redirectErrorStream(true)
                .start();
        process = soketi;
        Runtime.getRuntime().addShutdownHook(new Thread(soketi::destroy));
        CompletableFuture<Void> ready = new CompletableFuture<>();
        Thread reader = new Thread(() -> follow(soketi, log, ready), "soketi");
        reader.setDaemon(true);
        reader.start();
        ready.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Writes what soketi says to the log, and notices that it is ready, or that it never will be. */
    private static void follow(Process soketi, Path log, CompletableFuture<Void> ready) {
        try (BufferedReader lines = soketi.inputReader();
                var writer = Files.newBufferedWriter(log)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                writer.write(line + "\n");
                writer.flush();
                if (line.contains(READY)) {
                    ready.complete(null);
                }
            }
        } catch (IOException e) {
            // It has been killed.
        }
        ready.completeExceptionally(new IllegalStateException("soketi ended; its messages are in " + log));
    }

    private static String config(int port) throws IOException {
        Map<String, Object> app = new HashMap<>();
        app.put("id", Vectors.APP_ID);
        app.put("key", Vectors.KEY);
        app.put("secret", Vectors.SECRET);
        app.put("enabled", true);
        app.put("enableClientMessages", true);
        app.put("enableUserAuthentication", true);
        for (String limit : List.of(
                "maxConnections",
                "maxBackendEventsPerSecond",
                "maxClientEventsPerSecond",
                "maxReadRequestsPerSecond")) {
            app.put(limit, -1);
        }
        app.put("webhooks", List.of(Map.of("url", UsherAddress.webhook(), "event_types", WEBHOOKS)));
        return new JsonMapper()
                .writeValueAsString(Map.of(
                        "host",
                        LOCAL,
                        "port",
                        port,
                        "shutdownGracePeriod",
                        0,
                        "metrics",
                        Map.of("enabled", false, "host", LOCAL, "port", Ports.free()),
                        // It looks for others of its kind, and would do so by broadcast.
                        "cluster",
                        Map.of("hostname", LOCAL, "address", LOCAL, "unicast", List.of(LOCAL), "port", Ports.free()),
                        // Connections need not sign in.
                        "userAuthenticationTimeout",
                        600_000,
                        "appManager.array.apps",
                        List.of(app)));
    }

    @Override
    public void stop() {
        if (process != null) {
            process.destroyForcibly();
        }
    }
}
