package dev.usher.k8s;

import dev.usher.k8s.Queries.Label;
import dev.usher.k8s.Queries.Selector;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What an application shows to Prometheus.
 *
 * @param series the labels of each series, by the name of its metric
 */
record Exposition(Map<String, Set<Map<String, String>>> series) {

    private static final Pattern LINE = Pattern.compile("([a-z_:][a-z0-9_:]*)(?:\\{(.*)})? \\S+");

    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"([^\"]*)\"");

    /** What Prometheus puts to every series. */
    private static final Set<String> ADDED = Set.of("job", "namespace", "pod");

    Exposition {
        series = Map.copyOf(series);
    }

    static Exposition of(String text) {
        Map<String, Set<Map<String, String>>> series = new HashMap<>();
        text.lines().map(LINE::matcher).filter(line -> line.matches()).forEach(line -> {
            Map<String, String> labels = new HashMap<>();
            if (line.group(2) != null) {
                LABEL.matcher(line.group(2)).results().forEach(label -> labels.put(label.group(1), label.group(2)));
            }
            series.computeIfAbsent(line.group(1), name -> new HashSet<>()).add(labels);
        });
        return new Exposition(series);
    }

    /** Whether there is a series of which a query asks. */
    boolean has(Selector selector) {
        return series.getOrDefault(selector.metric(), Set.of()).stream().anyMatch(labels -> selector.labels().stream()
                .filter(label -> !ADDED.contains(label.name()))
                .allMatch(label -> fits(label, labels)));
    }

    private static boolean fits(Label label, Map<String, String> labels) {
        String value = labels.get(label.name());
        return value != null && label.holds(value);
    }
}
