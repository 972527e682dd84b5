package dev.usher.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the alerts and the dashboard ask of Prometheus. */
final class Queries {

    /** A metric's name, and what is asked of its labels. */
    private static final Pattern SELECTOR = Pattern.compile("([a-z_:][a-z0-9_:]*)\\s*\\{([^}]*)}");

    private static final Pattern LABEL = Pattern.compile("([a-z_]+)\\s*(=~|!~|!=|=)\\s*\"([^\"]*)\"");

    private Queries() {}

    static List<String> ofAlerts(Manifests manifests) {
        return manifests.one(PrometheusRule.class, "usher").getSpec().getGroups().stream()
                .flatMap(group -> group.getRules().stream())
                .map(rule -> rule.getExpr().getStrVal())
                .toList();
    }

    static List<String> ofDashboard(Manifests manifests) throws IOException {
        String json = Objects.requireNonNull(
                manifests.one(ConfigMap.class, "usher-dashboard").getData().get("usher.json"));
        List<String> queries = new ArrayList<>();
        for (JsonNode query : new ObjectMapper().readTree(json).findValues("expr")) {
            queries.add(query.asText());
        }
        return queries;
    }

    /** All of them. */
    static List<String> all(Manifests manifests) throws IOException {
        return Stream.concat(ofAlerts(manifests).stream(), ofDashboard(manifests).stream())
                .toList();
    }

    /** The metrics of which a query asks, each with what it asks of their labels. */
    static Stream<Selector> selectors(String query) {
        return SELECTOR.matcher(query).results().map(found -> new Selector(found.group(1), labels(found.group(2))));
    }

    private static List<Label> labels(String written) {
        return LABEL.matcher(written)
                .results()
                .map(label -> new Label(label.group(1), label.group(2), label.group(3)))
                .toList();
    }

    /** What a query asks of a metric. */
    record Selector(String metric, List<Label> labels) {}

    /** What it asks of one label. */
    record Label(String name, String operator, String value) {

        /** Whether a label of this value is what is asked for. */
        boolean holds(String found) {
            return switch (operator) {
                case "=" -> found.equals(value);
                case "!=" -> !found.equals(value);
                case "=~" -> found.matches(value);
                default -> !found.matches(value);
            };
        }
    }
}
