package dev.usher.mounted;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the files of one directory say at one moment. Each is called like the setting that it holds, and those that end
 * in {@value #MANY} hold many. Prints without a value, since some of these are secrets.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/configuration/secret/">Kubernetes: Secrets, as files</a>
 */
final class MountedDirectory {

    private static final String MANY = ".properties";

    /** How a setting is named in the environment; any other name is that of a property. */
    private static final Pattern VARIABLE = Pattern.compile("[A-Z_][A-Z0-9_]*");

    private final Path path;
    private final Map<String, String> variables = new TreeMap<>();
    private final Map<String, String> properties = new TreeMap<>();

    private MountedDirectory(Path path) {
        this.path = path;
    }

    /** @throws ConfigurationException if that is no directory, or a file in it cannot be read or says something twice */
    static MountedDirectory read(Path path) {
        MountedDirectory directory = new MountedDirectory(path);
        files(path).forEach(directory::take);
        directory.refuseTwins();
        return directory;
    }

    /** Not the hidden ones: Kubernetes keeps its versions of the files in {@code ..data} and others, and links to them. */
    private static List<Path> files(Path path) {
        try (Stream<Path> entries = Files.list(path)) {
            return entries.filter(entry -> !name(entry).startsWith("."))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new ConfigurationException("USHER_CONFIG_DIRECTORIES names " + path
                    + ", which is no directory that can be read; mount it, or take it off the list.");
        }
    }

    private void take(Path file) {
        String name = name(file);
        if (name.endsWith(MANY)) {
            SettingsFile.properties(file).forEach(this::put);
        } else if (VARIABLE.matcher(name).matches()) {
            variables.put(name, SettingsFile.value(file));
        } else {
            put(name, SettingsFile.value(file));
        }
    }

    private void put(String property, String value) {
        if (properties.putIfAbsent(property, value) != null) {
            throw new ConfigurationException(
                    "%s holds %s in two files; take one of them away.".formatted(path, property));
        }
    }

    /** Which of two counts would be left to chance, and so would be which of two secrets. */
    private void refuseTwins() {
        for (String property : properties.keySet()) {
            String variable = variable(property);
            if (variables.containsKey(variable)) {
                throw new ConfigurationException(
                        "%s holds both %s and %s, which are one setting; take one of them away."
                                .formatted(path, variable, property));
            }
        }
    }

    /** The name of a property as a variable. */
    static String variable(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    private static String name(Path file) {
        return Objects.toString(file.getFileName(), "");
    }

    Path path() {
        return path;
    }

    Map<String, String> variables() {
        return Map.copyOf(variables);
    }

    Map<String, String> properties() {
        return Map.copyOf(properties);
    }

    /** Whether there is nothing, as where a volume has gone. */
    boolean isEmpty() {
        return variables.isEmpty() && properties.isEmpty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MountedDirectory that
                && path.equals(that.path)
                && variables.equals(that.variables)
                && properties.equals(that.properties);
    }

    @Override
    public int hashCode() {
        return Objects.hash(path, variables, properties);
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
