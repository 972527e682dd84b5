package dev.usher.k8s;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads manifests as strictly as {@code kubectl apply --validate=strict} does: what a kind does not know is refused. */
final class StrictReader {

    private static final List<Class<? extends HasMetadata>> KINDS = List.of(
            ConfigMap.class,
            Deployment.class,
            HTTPRoute.class,
            HorizontalPodAutoscaler.class,
            Ingress.class,
            Namespace.class,
            NetworkPolicy.class,
            PodDisruptionBudget.class,
            PrometheusRule.class,
            Secret.class,
            Service.class,
            ServiceAccount.class,
            ServiceMonitor.class,
            StatefulSet.class);

    private final ObjectMapper yaml = new ObjectMapper(new YAMLFactory())
            .setAnnotationIntrospector(new WithoutAnySetters())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    /** All that is in a stream of documents. */
    List<HasMetadata> read(String documents) throws IOException {
        List<HasMetadata> resources = new ArrayList<>();
        try (var nodes = yaml.readerFor(JsonNode.class).<JsonNode>readValues(documents)) {
            while (nodes.hasNextValue()) {
                JsonNode node = nodes.nextValue();
                resources.add(yaml.treeToValue(node, kind(node)));
            }
        }
        return resources;
    }

    private static Class<? extends HasMetadata> kind(JsonNode node) {
        String version = node.path("apiVersion").asText();
        String kind = node.path("kind").asText();
        return KINDS.stream()
                .filter(type -> HasMetadata.getKind(type).equals(kind)
                        && HasMetadata.getApiVersion(type).equals(version))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No kind is known of " + version + " " + kind));
    }

    /** The models put what they do not know into a map. */
    private static final class WithoutAnySetters extends JacksonAnnotationIntrospector {

        private static final long serialVersionUID = 1;

        @Override
        public Boolean hasAnySetter(Annotated annotated) {
            return false;
        }
    }
}
