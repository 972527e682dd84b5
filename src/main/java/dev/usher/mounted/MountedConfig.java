package dev.usher.mounted;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Settings in files, and how they are taken over when they change. */
@ConfigMapping(prefix = "usher.config")
public interface MountedConfig {

    /** The directories that are looked into; of two with the same setting, the later one counts. */
    Optional<List<String>> directories();

    /** How often the files are looked at. A change counts when it looks the same twice in a row. */
    @WithDefault("10s")
    Duration checkEvery();
}
