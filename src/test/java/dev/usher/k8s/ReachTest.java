package dev.usher.k8s;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.testing.ResourcePaths;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import io.quarkus.vertx.http.runtime.management.ManagementConfig;
import io.smallrye.config.ConfigMappings.ConfigClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who reaches what: browsers a few paths, Prometheus the management port, and Usher only what it needs. */
class ReachTest {

    @ParameterizedTest
    @MethodSource("all")
    void portsAreThoseThatUsherListensOn(Manifests manifests) throws IOException {
        assertEquals(
                Map.of(
                        "http", defaultOf(VertxHttpConfig.class, "quarkus.http.port"),
                        "management", defaultOf(ManagementConfig.class, "quarkus.management.port")),
                manifests.container().getPorts().stream()
                        .collect(Collectors.toMap(ContainerPort::getName, port -> port.getContainerPort()
                                .toString())));
        assertTrue(Files.readAllLines(Path.of("src/main/resources/application.properties")).stream()
                .noneMatch(line -> line.matches("(%prod\\.)?quarkus\\.(http|management)\\.port=.*")));
    }

    private static String defaultOf(Class<?> config, String property) {
        return Objects.requireNonNull(
                ConfigClass.configClass(config).getProperties().get(property));
    }

    @ParameterizedTest
    @MethodSource("all")
    void aRouteCannotLeadToTheManagement(Manifests manifests) {
        assertEquals(Set.of("http"), targets(manifests.one(Service.class, "usher")));
        manifests.all(ServiceMonitor.class).forEach(monitor -> {
            Service service = manifests.one(Service.class, "usher-management");
            assertEquals(Set.of("management"), targets(service));
            assertEquals("None", service.getSpec().getClusterIP());
            assertTrue(service.getMetadata()
                    .getLabels()
                    .entrySet()
                    .containsAll(
                            monitor.getSpec().getSelector().getMatchLabels().entrySet()));
            assertEquals("management", monitor.getSpec().getEndpoints().get(0).getPort());
            assertEquals("/q/metrics", monitor.getSpec().getEndpoints().get(0).getPath());
        });
    }

    private static Set<String> targets(Service service) {
        return service.getSpec().getPorts().stream()
                .map(ServicePort::getTargetPort)
                .map(IntOrString::getStrVal)
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @MethodSource("all")
    void thePublicRouteIsWhatBrowsersAndTheChannelsServerNeed(Manifests manifests) {
        Set<String> wanted = ResourcePaths.all().stream()
                .filter(path -> path.startsWith("/pusher/") || path.equals("/usher.js"))
                .collect(Collectors.toCollection(TreeSet::new));
        Map<String, String> routed = new TreeMap<>();
        manifests.all(HTTPRoute.class).forEach(route -> routed.putAll(matches(route)));
        manifests.all(Ingress.class).forEach(ingress -> routed.putAll(matches(ingress)));
        assertEquals(wanted, routed.keySet());
        assertEquals(Set.of("Exact"), Set.copyOf(routed.values()));
    }

    private static Map<String, String> matches(HTTPRoute route) {
        var rule = route.getSpec().getRules().get(0);
        assertEquals(1, route.getSpec().getRules().size());
        assertEquals("usher", rule.getBackendRefs().get(0).getName());
        assertEquals(80, rule.getBackendRefs().get(0).getPort());
        return rule.getMatches().stream()
                .map(match -> match.getPath())
                .collect(Collectors.toMap(path -> path.getValue(), path -> path.getType()));
    }

    private static Map<String, String> matches(Ingress ingress) {
        var rule = ingress.getSpec().getRules().get(0);
        assertEquals(1, ingress.getSpec().getRules().size());
        assertEquals(List.of(rule.getHost()), ingress.getSpec().getTls().get(0).getHosts());
        rule.getHttp().getPaths().forEach(path -> {
            assertEquals("usher", path.getBackend().getService().getName());
            assertEquals("http", path.getBackend().getService().getPort().getName());
        });
        return rule.getHttp().getPaths().stream()
                .collect(Collectors.toMap(path -> path.getPath(), path -> path.getPathType()));
    }

    @ParameterizedTest
    @MethodSource("guarded")
    void whatNobodyHasAllowedIsDenied(Manifests manifests) {
        var deny = manifests.one(NetworkPolicy.class, "default-deny").getSpec();
        assertEquals(List.of("Ingress", "Egress"), deny.getPolicyTypes());
        assertTrue(deny.getIngress().isEmpty() && deny.getEgress().isEmpty());
        assertTrue(deny.getPodSelector().getMatchLabels().isEmpty());
        manifests.all(NetworkPolicy.class).stream()
                .flatMap(policy -> policy.getSpec().getEgress().stream())
                .forEach(rule ->
                        assertTrue(!rule.getTo().isEmpty() && !rule.getPorts().isEmpty()));
        var usher = manifests.one(NetworkPolicy.class, "usher").getSpec();
        usher.getIngress().forEach(rule -> {
            assertEquals(1, rule.getPorts().size());
            assertTrue(!rule.getFrom().isEmpty());
            String from = rule.getFrom()
                    .get(0)
                    .getNamespaceSelector()
                    .getMatchLabels()
                    .toString();
            assertEquals(
                    from.contains("monitoring") ? "management" : "http",
                    rule.getPorts().get(0).getPort().getStrVal());
        });
    }

    @Test
    void usherReachesDnsWhatIsPublicAndRedis() {
        assertEquals(Set.of("53", "443", "6379"), egress("staging"));
        assertEquals(Set.of("53", "443", "6379"), egress("production"));
        assertEquals(Set.of("53", "443", "6379", "9093"), egress("production+intake"));
    }

    private static Set<String> egress(String name) {
        return Manifests.of(name).one(NetworkPolicy.class, "usher").getSpec().getEgress().stream()
                .flatMap(rule -> rule.getPorts().stream())
                .map(NetworkPolicyPort::getPort)
                .map(port -> String.valueOf(port.getValue()))
                .collect(Collectors.toSet());
    }

    /** On somebody's own machine, network policies are seldom enforced. */
    static Stream<Manifests> guarded() {
        return all().filter(manifests -> !manifests.name().equals("dev"));
    }

    static Stream<Manifests> all() {
        return Manifests.all().stream();
    }
}
