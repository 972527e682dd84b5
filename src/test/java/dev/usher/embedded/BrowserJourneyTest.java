package dev.usher.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The demo page, and bare pages of another origin, in a real browser with the real pusher-js. The scenarios are in
 * {@code src/test/browser/journey.mjs}; without Node.js or Chromium this says so and is skipped.
 */
@QuarkusTest
@TestProfile(BrowserJourneyTest.AnotherOrigin.class)
class BrowserJourneyTest {

    /** What journey.mjs exits with where it lacks a browser or its packages. */
    private static final int SKIPPED = 77;

    /** journey.mjs gives up after three. */
    private static final long PATIENCE_MINUTES = 5;

    private static final String ORIGIN_PORT = "test-origin.port";

    @TempDir
    Path folder;

    @Test
    void theJourneyRunsInABrowser() throws Exception {
        assumeTrue(isThere("node"), "skipped: no Node.js on the PATH");
        ProcessBuilder builder =
                new ProcessBuilder("node", "src/test/browser/journey.mjs", "http://localhost:" + RestAssured.port);
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
            assertTrue(output.lines().filter(line -> line.startsWith("ok ")).count() > 10, output);
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

    /** Allows the origin of the bare pages, which journey.mjs serves itself. */
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
