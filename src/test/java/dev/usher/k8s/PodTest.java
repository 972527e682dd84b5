package dev.usher.k8s;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A pod may do no more than it needs, is asked how it is where Usher answers that, and ends when it is done. */
class PodTest {

    /** As in docs/configuration.md, for what was taken and has to be sent. */
    private static final Duration PUBLISH_DEADLINE = Duration.ofSeconds(8);

    /** How long the intake may take to give back what it reads, at the most. */
    private static final Duration INTAKE = Duration.ofSeconds(10);

    @ParameterizedTest
    @MethodSource("all")
    void isAsRestrictedAsItsNamespaceDemandsAndMore(Manifests manifests) {
        for (PodTemplateSpec pod : manifests.pods()) {
            PodSpec spec = pod.getSpec();
            assertEquals(false, spec.getAutomountServiceAccountToken());
            assertEquals(false, spec.getEnableServiceLinks());
            assertEquals(true, spec.getSecurityContext().getRunAsNonRoot());
            assertTrue(spec.getSecurityContext().getRunAsUser() > 0);
            assertEquals(
                    "RuntimeDefault",
                    spec.getSecurityContext().getSeccompProfile().getType());
            spec.getVolumes().forEach(volume -> assertNull(volume.getHostPath()));
            spec.getContainers().forEach(PodTest::assertRestricted);
        }
    }

    private static void assertRestricted(Container container) {
        var context = container.getSecurityContext();
        assertEquals(false, context.getAllowPrivilegeEscalation());
        assertEquals(true, context.getReadOnlyRootFilesystem());
        assertEquals(List.of("ALL"), context.getCapabilities().getDrop());
        assertTrue(context.getCapabilities().getAdd().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("all")
    void hasTheMemoryThatItAskedForAndNoLimitOfCpu(Manifests manifests) {
        for (PodTemplateSpec pod : manifests.pods()) {
            var resources = pod.getSpec().getContainers().get(0).getResources();
            Quantity memory = resources.getRequests().get("memory");
            assertEquals(memory, resources.getLimits().get("memory"));
            assertTrue(resources.getRequests().containsKey("cpu"));
            assertFalse(resources.getLimits().containsKey("cpu"));
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void isAskedOnThePortOfItsManagement(Manifests manifests) {
        Container container = manifests.container();
        assertAsks("/q/health/started", container.getStartupProbe());
        assertAsks("/q/health/live", container.getLivenessProbe());
        assertAsks("/q/health/ready", container.getReadinessProbe());
        assertTrue(seconds(container.getLivenessProbe()) > 2 * seconds(container.getReadinessProbe()));
    }

    private static void assertAsks(String path, Probe probe) {
        HTTPGetAction get = probe.getHttpGet();
        assertEquals(path, get.getPath());
        assertEquals(new IntOrString("management"), get.getPort());
    }

    private static int seconds(Probe probe) {
        int failures = probe.getFailureThreshold() == null ? 3 : probe.getFailureThreshold();
        return probe.getPeriodSeconds() * failures;
    }

    @ParameterizedTest
    @MethodSource("all")
    void hasLongerToEndThanItMayTake(Manifests manifests) throws IOException {
        Properties application = new Properties();
        try (var in = Files.newInputStream(Path.of("src/main/resources/application.properties"))) {
            application.load(in);
        }
        Duration delay = duration(manifests.variable("QUARKUS_SHUTDOWN_DELAY"));
        Duration timeout = duration(application.getProperty("%prod.quarkus.shutdown.timeout"));
        Duration longest = delay.plus(timeout).plus(INTAKE).plus(PUBLISH_DEADLINE);
        assertTrue(delay.toSeconds() >= 5, "a gateway may take as long to see that a pod is no endpoint any more");
        assertTrue(manifests.pod().getTerminationGracePeriodSeconds() > longest.toSeconds(), longest::toString);
        assertNull(manifests.container().getLifecycle());
    }

    private static Duration duration(String written) {
        return Duration.parse("PT" + written);
    }

    @ParameterizedTest
    @MethodSource("all")
    void anotherIsReadyBeforeItGoes(Manifests manifests) {
        Deployment deployment = manifests.one(Deployment.class, "usher");
        assertEquals(
                new IntOrString(0),
                deployment.getSpec().getStrategy().getRollingUpdate().getMaxUnavailable());
        var budget = manifests.one(PodDisruptionBudget.class, "usher").getSpec();
        assertEquals(new IntOrString(1), budget.getMaxUnavailable());
        Stream<LabelSelector> spread =
                manifests.pod().getTopologySpreadConstraints().stream().map(TopologySpreadConstraint::getLabelSelector);
        var labels = deployment.getSpec().getTemplate().getMetadata().getLabels();
        Stream.concat(Stream.of(budget.getSelector(), deployment.getSpec().getSelector()), spread)
                .forEach(selector -> assertEquals(labels, selector.getMatchLabels()));
    }

    static Stream<Manifests> all() {
        return Manifests.all().stream();
    }
}
