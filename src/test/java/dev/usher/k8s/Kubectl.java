package dev.usher.k8s;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * The kubectl of this machine, or one that npm installs under {@code target}. Where neither is to be had, the test says so
 * and is skipped.
 */
final class Kubectl {

    private static final Path FOLDER = Path.of("target", "k8s").toAbsolutePath();

    private Kubectl() {}

    /** What {@code kubectl kustomize} makes of a folder. */
    static String kustomize(Path folder) throws IOException, InterruptedException {
        Ran ran = run(List.of(Found.EXECUTABLE, "kustomize", folder.toString()));
        if (ran.status != 0) {
            throw new AssertionError(ran.output);
        }
        return ran.output;
    }

    private static Ran run(List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), output.strip());
    }

    private record Ran(int status, String output) {}

    /** Looked for once, when it is needed. */
    private static final class Found {

        static final String EXECUTABLE = find();

        private static String find() {
            try {
                if (isOnPath()) {
                    return "kubectl";
                }
                Ran fetch = run(List.of("sh", "src/test/k8s/fetch", FOLDER.toString()));
                assumeTrue(fetch.status == 0, "skipped: " + fetch.output);
                return FOLDER.resolve("kubectl/kubectl").toString();
            } catch (IOException e) {
                throw new AssertionError(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        /** One that knows components, and not by the name alone. */
        private static boolean isOnPath() throws InterruptedException {
            try {
                Ran version = run(List.of("kubectl", "version", "--client"));
                return version.status == 0 && version.output.contains("Kustomize Version: v5");
            } catch (IOException notFound) {
                return false;
            }
        }
    }
}
