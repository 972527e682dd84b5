package dev.usher.mounted;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** What all mounted files say at one moment. Equal to another such moment if they say the same. */
public final class MountedSettings {

    /** Above the environment's 300, which a running process cannot be given anew; below system properties. */
    private static final int ORDINAL = 310;

    private final List<MountedDirectory> directories;

    private MountedSettings(List<MountedDirectory> directories) {
        this.directories = directories;
    }

    /**
     * Reads the files; of two directories with the same setting, the one later in the list counts. Blocks.
     *
     * @throws ConfigurationException if something cannot be read; the message shows no value
     */
    static MountedSettings read(List<Path> directories) {
        return new MountedSettings(
                directories.stream().map(MountedDirectory::read).toList());
    }

    /** What that configuration has taken from files; empty if it looks into no directory. */
    public static Optional<MountedSettings> of(Config config) {
        for (ConfigSource source : config.getConfigSources()) {
            if (source instanceof Variables mounted) {
                return Optional.of(mounted.settings);
            }
        }
        return Optional.empty();
    }

    /**
     * What the same files say now. Blocks.
     *
     * @throws ConfigurationException if something cannot be read, or all files of a directory have gone
     */
    public MountedSettings again() {
        List<MountedDirectory> now = new ArrayList<>();
        for (MountedDirectory before : directories) {
            MountedDirectory directory = MountedDirectory.read(before.path());
            if (directory.isEmpty() && !before.isEmpty()) {
                throw new ConfigurationException(directory + " is empty all of a sudden; is it still mounted?");
            }
            now.add(directory);
        }
        return new MountedSettings(now);
    }

    /**
     * The sources of that configuration, with these settings in place of what it has from files. A new configuration
     * can be made of them; it does not disturb the other, which goes on being read.
     */
    public List<ConfigSource> replacedIn(Config config) {
        List<ConfigSource> replaced = new ArrayList<>(sources());
        for (ConfigSource source : config.getConfigSources()) {
            if (source instanceof Variables || source instanceof Properties) {
                continue;
            }
            // Each configuration adapts the names in these to what it knows, in place.
            boolean adapted = source instanceof EnvConfigSource;
            replaced.add(adapted ? new EnvConfigSource(source.getProperties(), source.getOrdinal()) : source);
        }
        return replaced;
    }

    List<ConfigSource> sources() {
        List<ConfigSource> sources = new ArrayList<>();
        for (int i = 0; i < directories.size(); i++) {
            sources.add(new Variables(this, directories.get(i), ORDINAL + i));
            sources.add(new Properties(directories.get(i), ORDINAL + i));
        }
        return sources;
    }

    /** The names of variables that are set, as they are. */
    public SortedSet<String> variables() {
        SortedSet<String> names = new TreeSet<>();
        directories.forEach(directory -> names.addAll(directory.variables().keySet()));
        return names;
    }

    /** The names of properties that are set, as they are. */
    public SortedSet<String> properties() {
        SortedSet<String> names = new TreeSet<>();
        directories.forEach(directory -> names.addAll(directory.properties().keySet()));
        return names;
    }

    /** Which settings those files say otherwise, or only one of the two says at all, named as variables. */
    public SortedSet<String> differenceTo(MountedSettings other) {
        SortedMap<String, String> one = byVariable();
        SortedMap<String, String> another = other.byVariable();
        SortedSet<String> names = new TreeSet<>(one.keySet());
        names.addAll(another.keySet());
        names.removeIf(name -> Objects.equals(one.get(name), another.get(name)));
        return names;
    }

    private SortedMap<String, String> byVariable() {
        SortedMap<String, String> values = new TreeMap<>();
        for (MountedDirectory directory : directories) {
            directory.properties().forEach((name, value) -> values.put(MountedDirectory.variable(name), value));
            values.putAll(directory.variables());
        }
        return values;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MountedSettings that && directories.equals(that.directories);
    }

    @Override
    public int hashCode() {
        return directories.hashCode();
    }

    /** The directories alone. */
    @Override
    public String toString() {
        return directories.toString();
    }

    /** Finds the variable that stands for a property, as in the environment. */
    private static final class Variables extends EnvConfigSource {

        private static final long serialVersionUID = 1;

        private final transient MountedSettings settings;
        private final String name;

        Variables(MountedSettings settings, MountedDirectory directory, int ordinal) {
            super(directory.variables(), ordinal);
            this.settings = settings;
            this.name = NAME + "[" + directory + "]";
        }

        @Override
        public String getName() {
            return name;
        }
    }

    /** The settings that are named as properties. */
    private static final class Properties extends PropertiesConfigSource {

        private static final long serialVersionUID = 1;

        Properties(MountedDirectory directory, int ordinal) {
            super(directory.properties(), directory.toString(), ordinal);
        }
    }
}
