package dev.usher.k8s;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is rendered is read strictly, and is of one piece. */
class ManifestsTest {

    private static final Pattern VERSION =
            Pattern.compile("<artifactId>usher</artifactId>\\s*<version>(.+?)</version>");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{apiVersion: v1, kind: Service, spec: {port: []}}",
                "{apiVersion: v1, kind: Service, specs: {}}",
                "{apiVersion: apps/v1, kind: Deployment, spec: {template: {spec: {containers: [{livenesProbe: {}}]}}}}",
                "{apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute, spec: {rules: [{match: []}]}}",
                "{apiVersion: monitoring.coreos.com/v1, kind: PrometheusRule, spec: {groups: [{rules: [{expression: a}]}]}}",
            })
    void aFieldThatNoKindKnowsIsRefused(String misspelt) {
        assertThrows(UnrecognizedPropertyException.class, () -> new StrictReader().read(misspelt));
    }

    @Test
    void aKindThatNobodyKnowsIsRefused() {
        assertThrows(
                AssertionError.class, () -> new StrictReader().read("{apiVersion: extensions/v1beta1, kind: Ingress}"));
    }

    @Test
    void everyComponentIsRendered() throws IOException {
        StringBuilder used = new StringBuilder("production+intake staging+jvm");
        for (String overlay : Manifests.names("overlays")) {
            used.append(Files.readString(Path.of("k8s", "overlays", overlay, "kustomization.yaml")));
        }
        for (String component : Manifests.names("components")) {
            assertTrue(used.indexOf("components/" + component) >= 0 || used.indexOf("+" + component) >= 0, component);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void allOfItIsInUshersOwnNamespace(Manifests manifests) {
        Namespace namespace = manifests.all(Namespace.class).get(0);
        assertEquals("restricted", namespace.getMetadata().getLabels().get("pod-security.kubernetes.io/enforce"));
        manifests.resources().stream()
                .filter(resource -> !(resource instanceof Namespace))
                .forEach(resource -> assertEquals(
                        namespace.getMetadata().getName(),
                        resource.getMetadata().getNamespace(),
                        () -> resource.getMetadata().getName()));
    }

    @ParameterizedTest
    @MethodSource("all")
    void noTwoOfAKindHaveOneName(Manifests manifests) {
        List<String> names =
                manifests.resources().stream().map(ManifestsTest::fullName).toList();
        assertEquals(names.size(), new TreeSet<>(names).size(), names::toString);
    }

    private static String fullName(HasMetadata resource) {
        return resource.getKind() + " " + resource.getMetadata().getName();
    }

    @ParameterizedTest
    @MethodSource("all")
    void imagesAreOfAVersion(Manifests manifests) throws IOException {
        Matcher pom = VERSION.matcher(Files.readString(Path.of("pom.xml")));
        assertTrue(pom.find());
        assertTrue(manifests.container().getImage().endsWith("usher:" + pom.group(1)), manifests.container()::getImage);
        manifests.pods().stream()
                .flatMap(pod -> pod.getSpec().getContainers().stream())
                .forEach(container -> assertTrue(container.getImage().matches("[^:]+:\\d+\\.\\d+\\.\\d+.*")));
    }

    @ParameterizedTest
    @MethodSource("all")
    void theAutoscalerAloneSaysHowManyPodsThereAre(Manifests manifests) {
        var autoscalers = manifests.all(HorizontalPodAutoscaler.class);
        var deployment = manifests.one(Deployment.class, "usher");
        assertEquals(autoscalers.isEmpty(), deployment.getSpec().getReplicas() != null);
        autoscalers.forEach(autoscaler -> {
            var target = autoscaler.getSpec().getScaleTargetRef();
            assertEquals("apps/v1 Deployment usher", target.getApiVersion() + " " + fullName(deployment));
            assertEquals("usher", target.getName());
            var behavior = autoscaler.getSpec().getBehavior();
            assertEquals(0, behavior.getScaleUp().getStabilizationWindowSeconds());
            assertTrue(behavior.getScaleDown().getStabilizationWindowSeconds() >= 300);
        });
    }

    static Stream<Manifests> all() {
        return Manifests.all().stream();
    }
}
