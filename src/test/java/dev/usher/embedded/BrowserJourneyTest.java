package dev.usher.embedded;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.testing.BrowserScript;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo page, and bare pages of another origin, in a real browser with the real pusher-js. */
@QuarkusTest
@TestProfile(BrowserScript.AnotherOrigin.class)
class BrowserJourneyTest {

    @TempDir
    Path folder;

    @Test
    void theJourneyRunsInABrowser() throws Exception {
        run("journey.mjs");
    }

    @Test
    void theOtherTabsRunInABrowser() throws Exception {
        run("tabs.mjs");
    }

    private void run(String script) throws Exception {
        List<String> output = BrowserScript.run(folder, "src/test/browser/" + script);
        assertTrue(output.stream().filter(line -> line.startsWith("ok ")).count() > 10, output::toString);
    }
}
