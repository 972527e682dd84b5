package dev.usher.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The shipped artifact in a process of its own, as a pod is one; on ports that the system chooses. */
public final class UsherProcess implements AutoCloseable {

    private static final Pattern ADDRESS = Pattern.compile(
            "Listening on: http://[^:]+:(\\d+).*[Mm]anagement interface listening on http://[^:]+:(\\d+)");

    private static final long PATIENCE_SECONDS = 60;

    private final Process process;
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final Thread reader = new Thread(this::follow, "usher");
    private final CompletableFuture<Matcher> address = new CompletableFuture<>();

    private UsherProcess(Process process) {
        this.process = process;
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts it, and waits until it answers.
     *
     * @param config properties beside those of {@link UsherEnvironment}
     */
    public static UsherProcess start(int channelsPort, Map<String, String> config) throws Exception {
        Map<String, String> properties = new HashMap<>(UsherEnvironment.with(channelsPort));
        properties.put("quarkus.http.port", "0");
        properties.put("quarkus.http.host", "127.0.0.1");
        properties.put("quarkus.management.host", "127.0.0.1");
        properties.putAll(config);
        return launch(properties);
    }

    /**
     * Starts it with these settings alone, and waits until it answers.
     *
     * @param config properties, or variables
     */
    public static UsherProcess launch(Map<String, String> config) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        ShippedArtifact.runner().toString())
                .redirectErrorStream(true);
        builder.environment().clear();
        config.forEach((name, value) ->
                builder.environment().put(name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_"), value));
        UsherProcess usher = new UsherProcess(builder.start());
        return usher.address.thenApply(found -> usher).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Where calls go. */
    public String url() {
        return "http://127.0.0.1:" + address.join().group(1);
    }

    /** Where health and metrics are. */
    public String management() {
        return "http://127.0.0.1:" + address.join().group(2);
    }

    /** What it has logged, line by line. */
    public List<String> log() {
        return List.copyOf(log);
    }

    /** Tells it to stop, as Kubernetes does, and does not wait. */
    public void terminate() {
        process.destroy();
    }

    /** Ends it at once, as Kubernetes does with what does not stop in time. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Waits until it has ended. */
    public void awaitEnd() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("Usher does not end:\n" + String.join("\n", log));
        }
    }

    private void follow() {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                log.add(line);
                Matcher found = ADDRESS.matcher(line);
                if (found.find()) {
                    address.complete(found);
                }
            }
        } catch (IOException e) {
            // It has been stopped.
        }
        address.completeExceptionally(new IllegalStateException("Usher ended:\n" + String.join("\n", log)));
    }

    @Override
    public void close() throws InterruptedException {
        // Process.destroy() would close its output as well, and with it what it says at the end.
        if (!process.toHandle().destroy() || !process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        reader.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
    }
}
