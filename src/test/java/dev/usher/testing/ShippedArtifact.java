package dev.usher.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the build ships: the folder {@code target/quarkus-app}. */
public final class ShippedArtifact {

    private static final Path ROOT = Path.of("target", "quarkus-app");

    private ShippedArtifact() {}

    /** How it is started. */
    public static Path runner() {
        return ROOT.resolve("quarkus-run.jar");
    }

    /** The jars that hold Usher's own code and what the build generated for it. */
    public static List<Path> ownJars() throws IOException {
        try (Stream<Path> files = Stream.concat(Files.list(ROOT.resolve("app")), Files.list(ROOT.resolve("quarkus")))) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }
}
