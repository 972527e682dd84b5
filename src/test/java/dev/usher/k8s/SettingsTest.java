package dev.usher.k8s;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is set exists, secrets are files, and these are where Usher looks. */
class SettingsTest {

    private static final Set<String> SECRETS = Set.of(
            "PUSHER_SECRET",
            "PUSHER_ENCRYPTION_MASTER_KEY",
            "USHER_WEBHOOK_KEYS",
            "USHER_OPA_TOKEN",
            "QUARKUS_REDIS_PASSWORD",
            "KAFKA_SASL_JAAS_CONFIG",
            "MP_JWT_VERIFY_PUBLICKEY");

    @ParameterizedTest
    @MethodSource("all")
    void everySettingIsDocumented(Manifests manifests) throws IOException {
        String documented = Files.readString(Path.of("docs/configuration.md"));
        Set<String> set = variables(manifests);
        manifests
                .all(Secret.class)
                .forEach(secret -> set.addAll(secret.getStringData().keySet()));
        manifests
                .all(Secret.class)
                .forEach(secret -> set.addAll(secret.getData().keySet()));
        // Of Kafka's there are as many as Kafka's client has.
        set.removeIf(name -> name.startsWith("KAFKA_"));
        set.forEach(name -> assertTrue(documented.contains("`" + name + "`"), name));
    }

    @ParameterizedTest
    @MethodSource("all")
    void noSecretIsAVariable(Manifests manifests) {
        Set<String> set = variables(manifests);
        SECRETS.forEach(secret -> assertTrue(!set.contains(secret), secret));
        manifests.container().getEnv().forEach(variable -> assertNull(variable.getValueFrom()));
        manifests.container().getEnvFrom().forEach(from -> assertNull(from.getSecretRef()));
    }

    @ParameterizedTest
    @MethodSource("all")
    void everyDirectoryOfSettingsIsMountedWhole(Manifests manifests) {
        Map<String, VolumeMount> mounts = manifests.container().getVolumeMounts().stream()
                .collect(Collectors.toMap(VolumeMount::getMountPath, Function.identity()));
        Map<String, Volume> volumes =
                manifests.pod().getVolumes().stream().collect(Collectors.toMap(Volume::getName, Function.identity()));
        List<String> directories =
                List.of(manifests.variable("USHER_CONFIG_DIRECTORIES").split(","));
        Set<String> settings = new TreeSet<>(mounts.keySet());
        settings.removeIf(path -> !path.startsWith("/etc/usher/"));
        assertEquals(settings, new TreeSet<>(directories));
        for (String directory : directories) {
            VolumeMount mount = Objects.requireNonNull(mounts.get(directory));
            assertNull(mount.getSubPath());
            assertTrue(mount.getReadOnly());
            assertIsThere(manifests, Objects.requireNonNull(volumes.get(mount.getName())));
        }
    }

    /** What has a hash in its name is another one after a change, which no running pod ever sees. */
    private static void assertIsThere(Manifests manifests, Volume volume) {
        if (volume.getConfigMap() != null) {
            String name = volume.getConfigMap().getName();
            assertEquals("usher-policy", name);
            assertEquals(
                    name, manifests.one(ConfigMap.class, name).getMetadata().getName());
        } else {
            String name = volume.getSecret().getSecretName();
            assertTrue(Set.of("usher", "usher-redis").contains(name), name);
            // It is the operator's to make, but where there is nothing to hide.
            manifests
                    .all(Secret.class)
                    .forEach(
                            secret -> assertEquals("usher", secret.getMetadata().getName()));
            assertEquals(
                    manifests.name().equals("dev"), !manifests.all(Secret.class).isEmpty());
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void theDocumentationSaysHowEachSecretIsMade(Manifests manifests) throws IOException {
        String documented = Files.readString(Path.of("docs/kubernetes.md"));
        manifests.pod().getVolumes().stream()
                .filter(volume -> volume.getSecret() != null)
                .map(volume -> volume.getSecret().getSecretName())
                .forEach(name -> assertTrue(documented.contains("create secret generic " + name + " "), name));
    }

    private static Set<String> variables(Manifests manifests) {
        Set<String> names = manifests.container().getEnv().stream()
                .map(EnvVar::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        manifests
                .container()
                .getEnvFrom()
                .forEach(from -> names.addAll(manifests
                        .one(ConfigMap.class, from.getConfigMapRef().getName())
                        .getData()
                        .keySet()));
        return names;
    }

    static Stream<Manifests> all() {
        return Manifests.all().stream();
    }
}
