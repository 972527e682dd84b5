package dev.usher.conformance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** What the suite drives, as npm installs it under {@code target}. */
final class Installed {

    static final Path FOLDER = Path.of("target", "conformance").toAbsolutePath();

    private Installed() {}

    /** Installs what is not there yet; if that cannot be done, says why. */
    static Optional<String> missing() throws IOException, InterruptedException {
        Process fetch;
        try {
            fetch = new ProcessBuilder("sh", "src/test/conformance/fetch", FOLDER.toString())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException noShell) {
            return Optional.of("there is no sh to run src/test/conformance/fetch");
        }
        String said = new String(fetch.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return fetch.waitFor() == 0 ? Optional.empty() : Optional.of(said);
    }
}
