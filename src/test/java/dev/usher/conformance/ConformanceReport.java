package dev.usher.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What is known of clients and servers, as {@code docs/conformance.md} has it: in a cell stands the outcome of a
 * scenario with a client, and soketi's own after {@value #SOKETI} where that is another. Each row with such a cell is
 * explained in the table of reasons.
 */
final class ConformanceReport {

    private static final Path DOCUMENT = Path.of("docs", "conformance.md");
    private static final String SOKETI = "<br>soketi: ";

    private final Map<String, Map<String, String>> clients = new LinkedHashMap<>();
    private final Set<String> explained = new TreeSet<>();

    private ConformanceReport() {}

    static ConformanceReport read() throws IOException {
        ConformanceReport report = new ConformanceReport();
        List<String> header = List.of();
        for (String line : Files.readAllLines(DOCUMENT)) {
            List<String> cells = cells(line);
            if (header.isEmpty() || cells.isEmpty()) {
                header = cells;
            } else if (!cells.get(0).startsWith("---")) {
                report.add(header, cells);
            }
        }
        return report;
    }

    private void add(List<String> header, List<String> row) {
        String scenario = row.get(0);
        if (header.get(0).equals("Where soketi differs")) {
            explained.add(scenario);
            return;
        }
        for (int i = 1; i < header.size(); i++) {
            clients.computeIfAbsent(header.get(i), client -> new LinkedHashMap<>())
                    .put(scenario, row.get(i));
        }
    }

    /** The clients and libraries, each with its version. */
    Set<String> clients() {
        return clients.keySet();
    }

    /** The outcome of each scenario with that client. */
    Map<String, String> expected(String client, boolean soketi) {
        Map<String, String> outcomes = new LinkedHashMap<>();
        clients.getOrDefault(client, Map.of()).forEach((scenario, cell) -> {
            String[] parts = cell.split(SOKETI, 2);
            outcomes.put(scenario, soketi && parts.length == 2 ? parts[1] : parts[0]);
        });
        return outcomes;
    }

    /** The scenarios of which the outcome depends on the server. */
    Set<String> differing() {
        Set<String> differing = new TreeSet<>();
        clients.values()
                .forEach(outcomes -> outcomes.forEach((scenario, cell) -> {
                    if (cell.contains(SOKETI)) {
                        differing.add(scenario);
                    }
                }));
        return differing;
    }

    /** The scenarios of which the document says why the servers differ. */
    Set<String> explained() {
        return explained;
    }

    /** What was seen before one server, in tables of the same form: a client's scenarios are its rows. */
    static String render(Map<String, Map<String, String>> seen) {
        Map<Set<String>, Map<String, Map<String, String>>> tables = new LinkedHashMap<>();
        seen.forEach((client, outcomes) -> tables.computeIfAbsent(outcomes.keySet(), rows -> new LinkedHashMap<>())
                .put(client, outcomes));
        StringBuilder text = new StringBuilder();
        tables.forEach((scenarios, clients) -> {
            text.append("| Scenario | ")
                    .append(String.join(" | ", clients.keySet()))
                    .append(" |\n");
            text.append("|---".repeat(clients.size() + 1)).append("|\n");
            for (String scenario : scenarios) {
                text.append("| ").append(scenario);
                clients.values().forEach(outcomes -> text.append(" | ").append(outcomes.get(scenario)));
                text.append(" |\n");
            }
            text.append('\n');
        });
        return text.toString();
    }

    private static List<String> cells(String line) {
        return line.startsWith("|")
                ? Stream.of(line.substring(1).split("\\|")).map(String::strip).toList()
                : List.of();
    }
}
