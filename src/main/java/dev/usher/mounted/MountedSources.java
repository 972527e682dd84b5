package dev.usher.mounted;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** Adds the files of {@value #DIRECTORIES} to what Usher is configured by. Found by its name as a service. */
public final class MountedSources implements ConfigSourceFactory {

    static final String DIRECTORIES = "usher.config.directories";

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        ConfigValue directories = context.getValue(DIRECTORIES);
        if (directories == null || directories.getValue() == null) {
            return List.of();
        }
        List<Path> paths = Arrays.stream(directories.getValue().split(","))
                .map(String::strip)
                .filter(path -> !path.isEmpty())
                .map(Path::of)
                .toList();
        return MountedSettings.read(paths).sources();
    }
}
