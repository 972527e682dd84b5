package dev.usher.k8s;

import io.fabric8.kubernetes.api.model.ConfigMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A container's settings, laid out on this machine as Kubernetes does in a pod. */
final class Mounted {

    private Mounted() {}

    /**
     * @param folder for the files
     * @param secrets what is in the Secrets, by their names
     * @return the container's variables
     */
    static Map<String, String> of(Manifests manifests, Path folder, Map<String, Map<String, String>> secrets)
            throws IOException {
        Map<String, String> variables = new HashMap<>();
        manifests
                .container()
                .getEnvFrom()
                .forEach(from -> variables.putAll(manifests
                        .one(ConfigMap.class, from.getConfigMapRef().getName())
                        .getData()));
        manifests.container().getEnv().forEach(variable -> variables.put(variable.getName(), variable.getValue()));
        Map<String, Map<String, String>> byVolume = new HashMap<>();
        manifests.pod().getVolumes().forEach(volume -> {
            if (volume.getConfigMap() != null) {
                String name = volume.getConfigMap().getName();
                byVolume.put(
                        volume.getName(), manifests.one(ConfigMap.class, name).getData());
            } else if (volume.getSecret() != null) {
                byVolume.put(
                        volume.getName(),
                        secrets.getOrDefault(volume.getSecret().getSecretName(), Map.of()));
            }
        });
        List<String> directories = new ArrayList<>();
        for (String directory : manifests.variable("USHER_CONFIG_DIRECTORIES").split(",")) {
            directories.add(write(
                    folder.resolve(directory.substring(1)),
                    Objects.requireNonNull(byVolume.get(volumeAt(manifests, directory)))));
        }
        variables.put("USHER_CONFIG_DIRECTORIES", String.join(",", directories));
        return variables;
    }

    private static String volumeAt(Manifests manifests, String directory) {
        return manifests.container().getVolumeMounts().stream()
                .filter(mount -> mount.getMountPath().equals(directory))
                .findFirst()
                .orElseThrow()
                .getName();
    }

    private static String write(Path directory, Map<String, String> files) throws IOException {
        Files.createDirectories(directory);
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(directory.resolve(file.getKey()), file.getValue());
        }
        return directory.toString();
    }
}
