package dev.usher.k8s;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * What somebody brings into a cluster.
 *
 * @param name the overlay, and behind {@code +} a component that somebody has added to it
 */
record Manifests(String name, List<HasMetadata> resources) {

    private static final Path FOLDER = Path.of("k8s");

    private static final Path MADE_UP = Path.of("target", "k8s-overlays");

    private static final Map<String, Manifests> RENDERED = new ConcurrentHashMap<>();

    Manifests {
        resources = List.copyOf(resources);
    }

    /** Every overlay, and those components that none of them has, beside one that has what they go with. */
    static List<Manifests> all() {
        return Stream.concat(names("overlays").stream(), Stream.of("production+intake", "staging+jvm"))
                .map(Manifests::of)
                .toList();
    }

    static Manifests of(String name) {
        return RENDERED.computeIfAbsent(name, Manifests::rendered);
    }

    private static Manifests rendered(String name) {
        try {
            Path folder = name.contains("+")
                    ? madeUp(name)
                    : FOLDER.resolve("overlays").resolve(name);
            return new Manifests(name, new StrictReader().read(Kubectl.kustomize(folder)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As somebody writes it who starts from an overlay. */
    private static Path madeUp(String name) throws IOException {
        Path folder = Files.createDirectories(MADE_UP.resolve(name));
        Path k8s = folder.toAbsolutePath().relativize(FOLDER.toAbsolutePath());
        String[] parts = name.split("\\+", 2);
        Files.writeString(folder.resolve("kustomization.yaml"), """
                apiVersion: kustomize.config.k8s.io/v1beta1
                kind: Kustomization
                resources: [%s/overlays/%s]
                components: [%s/components/%s]
                """.formatted(k8s, parts[0], k8s, parts[1]));
        return folder;
    }

    /** The folders in that one. */
    static List<String> names(String folder) {
        try (Stream<Path> found = Files.list(FOLDER.resolve(folder))) {
            return found.map(path -> path.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    <T extends HasMetadata> List<T> all(Class<T> kind) {
        return resources.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** Of that kind the one that has this name, or has it before a hash. */
    <T extends HasMetadata> T one(Class<T> kind, String called) {
        return all(kind).stream()
                .filter(resource -> resource.getMetadata().getName().matches(called + "(-[a-z0-9]{10})?"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " has no " + kind.getSimpleName() + " " + called));
    }

    /** How all pods are. */
    List<PodTemplateSpec> pods() {
        return Stream.concat(
                        all(Deployment.class).stream()
                                .map(deployment -> deployment.getSpec().getTemplate()),
                        all(StatefulSet.class).stream().map(set -> set.getSpec().getTemplate()))
                .toList();
    }

    /** How Usher's are. */
    PodSpec pod() {
        return one(Deployment.class, "usher").getSpec().getTemplate().getSpec();
    }

    /** Their only container. */
    Container container() {
        return pod().getContainers().get(0);
    }

    /** A variable that stands with the container itself. */
    String variable(String variable) {
        return container().getEnv().stream()
                .filter(env -> env.getName().equals(variable))
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    @Override
    public String toString() {
        return name;
    }
}
