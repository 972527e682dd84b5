package dev.usher.browser;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.testing.BrowserScript;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** usher.js by itself in Node.js, and as Usher serves it, with the real pusher-js, in a real browser. */
@QuarkusTest
@TestProfile(BrowserScript.AnotherOrigin.class)
class ModuleInBrowserTest {

    @TempDir
    Path folder;

    @Test
    void worksByItself() throws Exception {
        List<String> output = BrowserScript.run(folder, "--test-reporter=tap", "src/test/browser/usher.test.mjs");
        assertTrue(output.stream().filter(line -> line.startsWith("ok ")).count() > 50, output::toString);
    }

    @Test
    void worksWithPusherJsInABrowser() throws Exception {
        List<String> output = BrowserScript.run(folder, "src/test/browser/usher.mjs");
        assertTrue(output.stream().filter(line -> line.startsWith("ok ")).count() > 20, output::toString);
    }
}
