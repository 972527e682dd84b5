package dev.usher.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.usher.conformance.Ports;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A real Redis on this machine alone, which forgets everything when it is stopped, unless it is durable. Where none is
 * installed, the test says so and is skipped.
 */
public final class RedisServer implements AutoCloseable {

    private static final String READY = "Ready to accept connections";
    private static final long PATIENCE_SECONDS = 30;

    private final int port = Ports.free();
    private final Path folder;
    private final boolean durable;

    private @Nullable Process process;

    public RedisServer(Path folder) {
        this(folder, false);
    }

    private RedisServer(Path folder, boolean durable) {
        assumeTrue(isInstalled(), "skipped: no redis-server on the PATH");
        this.folder = folder;
        this.durable = durable;
    }

    /** One that has written to the folder whatever it has confirmed. */
    public static RedisServer durable(Path folder) {
        return new RedisServer(folder, true);
    }

    private static boolean isInstalled() {
        try {
            return new ProcessBuilder("redis-server", "--version").start().waitFor() == 0;
        } catch (IOException notFound) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Where it is, or will be. */
    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    /** Starts it, empty unless it is durable, and waits until it answers. */
    public void start() throws IOException {
        Process redis = new ProcessBuilder(List.of(
                        "redis-server",
                        "--port",
                        Integer.toString(port),
                        "--bind",
                        "127.0.0.1",
                        "--save",
                        "",
                        "--appendonly",
                        durable ? "yes" : "no",
                        "--appendfsync",
                        "always",
                        "--dir",
                        folder.toString()))
                .redirectErrorStream(true)
                .start();
        process = redis;
        Runtime.getRuntime().addShutdownHook(new Thread(redis::destroyForcibly));
        BufferedReader lines = redis.inputReader();
        for (String line = lines.readLine(); !line.contains(READY); line = lines.readLine()) {
            if (!redis.isAlive()) {
                throw new IllegalStateException("Redis ended: " + line);
            }
        }
        Thread drain = new Thread(() -> lines.lines().forEach(line -> {}), "redis");
        drain.setDaemon(true);
        drain.start();
    }

    /** Has it do something, in words without white space, and waits until it has. */
    public void command(String words) throws IOException {
        String unused = ask(words);
    }

    /** The same, and the first line of what it answers, as it stands in the protocol: {@code :1} for a number. */
    public String ask(String words) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream().write((words + "\r\n").getBytes(StandardCharsets.UTF_8));
            String answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
            if (answer == null || answer.startsWith("-")) {
                throw new IllegalStateException("Redis says " + answer);
            }
            return answer;
        }
    }

    /** Ends it as SIGKILL does, and with it all that it has not written. */
    public void stop() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Redis does not end");
            }
        }
    }

    @Override
    public void close() throws InterruptedException {
        stop();
    }
}
