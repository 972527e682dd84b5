package dev.usher.k8s;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Whoever is woken by an alert is told what it means, and finds out what to do. */
class AlertsTest {

    private static final Path PAGE = Path.of("docs", "operations.md");

    private final List<Rule> rules =
            Manifests.of("production").one(PrometheusRule.class, "usher").getSpec().getGroups().stream()
                    .flatMap(group -> group.getRules().stream())
                    .toList();

    @Test
    void eachIsTakenSeriouslyAfterAWhile() {
        rules.forEach(rule -> {
            assertTrue(Set.of("warning", "critical").contains(rule.getLabels().get("severity")), rule::getAlert);
            assertTrue(rule.getFor().matches("\\d+m"), rule::getAlert);
            assertTrue(rule.getAnnotations().containsKey("summary"), rule::getAlert);
        });
    }

    @Test
    void eachHasAPlaceInTheRunbookAndNoneIsToldOfThatIsNone() throws IOException {
        Set<String> told = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("### Usher"))
                .map(line -> line.substring("### ".length()))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(told, rules.stream().map(Rule::getAlert).collect(Collectors.toCollection(TreeSet::new)));
        // As the anchor of a heading is written.
        rules.forEach(rule -> assertEquals(
                "docs/operations.md#" + rule.getAlert().toLowerCase(Locale.ROOT),
                rule.getAnnotations().get("runbook")));
    }
}
