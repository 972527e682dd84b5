package dev.usher.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quarkus.test.junit.QuarkusTestProfile;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs one of the scripts in {@code src/test/browser} against the Usher under test. Without Node.js or Chromium, the
 * test says so and is skipped.
 */
public final class BrowserScript {

    /** What a script exits with where it lacks a browser or its packages. */
    private static final int SKIPPED = 77;

    /** The scripts give up after three. */
    private static final long PATIENCE_MINUTES = 5;

    private static final String ORIGIN_PORT = "test-origin.port";

    private BrowserScript() {}

    /**
     * Runs the script, which has to be happy with all its scenarios.
     *
     * @param folder where to put its output
     * @param arguments of Node.js: the script's path, and what comes before it
     * @return the lines that the script printed
     */
    public static List<String> run(Path folder, String... arguments) throws Exception {
        assumeTrue(isThere("node"), "skipped: no Node.js on the PATH");
        List<String> command = Stream.of(
                        Stream.of("node"), Stream.of(arguments), Stream.of("http://localhost:" + RestAssured.port))
                .flatMap(each -> each)
                .toList();
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("USHER_TEST_ORIGIN_PORT", System.getProperty(ORIGIN_PORT));
        Path log = folder.resolve("log");
        Process process =
                builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        try {
            boolean done = process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
            String output = Files.readString(log);
            assertTrue(done, output);
            assumeFalse(process.exitValue() == SKIPPED, output);
            assertEquals(0, process.exitValue(), output);
            return output.lines().toList();
        } finally {
            process.destroyForcibly();
        }
    }

    private static boolean isThere(String program) throws InterruptedException {
        try {
            return new ProcessBuilder(program, "--version").start().waitFor() == 0;
        } catch (IOException notFound) {
            return false;
        }
    }

    /** Allows the origin of the bare pages, which the scripts serve themselves. */
    public static final class AnotherOrigin implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            // Asked for more than once, by different class loaders.
            if (System.getProperty(ORIGIN_PORT) == null) {
                System.setProperty(ORIGIN_PORT, Integer.toString(freePort()));
            }
            return Map.of("usher.cors.origins", "http://localhost:" + System.getProperty(ORIGIN_PORT));
        }

        private static int freePort() {
            try (ServerSocket socket = new ServerSocket(0)) {
                return socket.getLocalPort();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
