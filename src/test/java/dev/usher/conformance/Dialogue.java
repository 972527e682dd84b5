package dev.usher.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One run of {@code run.mjs}: it says how each scenario ended, and has Java's clients do what only they can do. Each
 * line is a JSON document.
 */
final class Dialogue {

    /** What a scenario has Java do. */
    interface Calls {
        @Nullable
        Object answer(String method, JsonNode args) throws Exception;
    }

    private static final JsonMapper JSON = new JsonMapper();

    private final Path log;
    private final Process node;
    private final Writer writer;

    Dialogue(String client, String settings, Path log) throws IOException {
        this.log = log;
        ProcessBuilder builder = new ProcessBuilder("node", "src/test/conformance/run.mjs", client);
        builder.environment().put("USHER_CONFORMANCE", settings);
        node = builder.redirectError(log.toFile()).start();
        writer = node.outputWriter(StandardCharsets.UTF_8);
    }

    /** Until it ends: the outcome of each scenario, in their order. */
    Map<String, String> outcomes(Calls calls) throws IOException, InterruptedException {
        Map<String, String> outcomes = new LinkedHashMap<>();
        try (BufferedReader lines = node.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode said = JSON.readTree(line);
                if (said.has("scenario")) {
                    outcomes.put(
                            said.path("scenario").asText(), said.path("outcome").asText());
                } else {
                    answer(said, calls);
                }
            }
            if (node.waitFor() != 0) {
                throw new AssertionError(Files.readString(log));
            }
            return outcomes;
        } finally {
            node.destroyForcibly();
        }
    }

    /** A connection of Java's has heard something. */
    void heard(String connection, ObjectNode entry) {
        write(JSON.createObjectNode().put("connection", connection).set("entry", entry));
    }

    /** A client of Java's has let an exception fly where nobody catches it. */
    void thrown(Throwable exception) {
        write(JSON.createObjectNode().put("thrown", exception.getClass().getSimpleName()));
    }

    private void answer(JsonNode said, Calls calls) {
        ObjectNode answer =
                JSON.createObjectNode().put("call", said.path("call").asInt());
        try {
            answer.set(
                    "result", JSON.valueToTree(calls.answer(said.path("method").asText(), said.path("args"))));
        } catch (Exception e) {
            answer.put("failure", e.toString());
        }
        write(answer);
    }

    private synchronized void write(JsonNode line) {
        try {
            writer.write(line + "\n");
            writer.flush();
        } catch (IOException e) {
            // It has ended, well or not, which its exit code tells: what a client still hears interests nobody.
        }
    }
}
