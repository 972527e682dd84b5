package dev.usher.wiring;

import dev.usher.mounted.MountedSettings;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigMappings.ConfigClass;
import io.smallrye.config.PropertyName;
import java.util.Set;

/** Finds settings of rules in files that are none: what is misspelt would be ignored, and with it a restriction. */
final class MisspeltRules {

    private static final Set<String> KNOWN =
            ConfigClass.configClass(PolicyConfig.class).getProperties().keySet();

    private MisspeltRules() {}

    /** @throws ConfigurationException if there is one */
    static void refuse(MountedSettings mounted) {
        mounted.variables().forEach(ConfiguredPolicy::refuseMisspelt);
        mounted.properties().forEach(MisspeltRules::refuse);
    }

    private static void refuse(String property) {
        if (property.startsWith("usher.policy.")
                && KNOWN.stream().noneMatch(known -> PropertyName.equals(known, property))) {
            throw new ConfigurationException(
                    property + " is no setting of a rule (expected: usher.policy.<name>.channels,"
                            + " .actions, .roles or .enabled).");
        }
    }
}
