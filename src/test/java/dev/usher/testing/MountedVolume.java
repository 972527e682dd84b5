package dev.usher.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A Secret or a ConfigMap as Kubernetes mounts one: files are links into {@code ..data}, which itself is a link to the
 * directory of one version, and is changed in one step.
 */
public final class MountedVolume {

    private final Path directory;

    public MountedVolume(Path directory) {
        this.directory = directory;
    }

    /** Has these files, and no others, stand in the volume. */
    public void put(Map<String, String> files) throws IOException {
        Path version = Files.createDirectory(directory.resolve("..version-" + UUID.randomUUID()));
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.write(
                    version.resolve(file.getKey()),
                    // Not all that tests write is UTF-8.
                    file.getValue().getBytes(StandardCharsets.ISO_8859_1));
        }
        Path coming = Files.createSymbolicLink(directory.resolve("..data_tmp"), version.getFileName());
        Files.move(coming, directory.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        for (String name : files.keySet()) {
            link(name);
        }
        try (Stream<Path> links = Files.list(directory)) {
            for (Path link : links.filter(Files::isSymbolicLink).toList()) {
                String name = String.valueOf(link.getFileName());
                if (!name.startsWith("..") && !files.containsKey(name)) {
                    Files.delete(link);
                }
            }
        }
    }

    private void link(String name) throws IOException {
        try {
            Path unused = Files.createSymbolicLink(directory.resolve(name), Path.of("..data", name));
        } catch (FileAlreadyExistsException linked) {
            // It leads to the new version already.
        }
    }
}
