package dev.usher.benchmark;

import dev.usher.testing.Vectors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** A program of {@code src/test/bench} that publishes with another library, in a process of its own. */
enum Rival {
    PUSHER_HTTP_JAVA(
            "pusher-http-java",
            Path.of(""),
            List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    "target/bench/java/*",
                    "src/test/bench/PusherHttpJava.java")),
    NPM_PUSHER(
            "npm pusher",
            Path.of("target", "bench", "npm"),
            List.of(
                    "node",
                    Path.of("src/test/bench/npm-pusher.mjs").toAbsolutePath().toString()));

    private final String title;
    private final Path folder;

    @SuppressWarnings("ImmutableEnumChecker") // List.of
    private final List<String> command;

    Rival(String title, Path folder, List<String> command) {
        this.title = title;
        this.folder = folder;
        this.command = command;
    }

    String title() {
        return title;
    }

    /** Has it publish over so many connections, one event a call, until the process is ended. */
    Process pump(int port, int connections, int callers) throws IOException {
        return start("pump", port, connections, callers).inheritIO().start();
    }

    /** Has it publish one event after another, and returns how many microseconds each took. */
    long[] publishAlone(int port, int times) throws IOException, InterruptedException {
        Process process = start("lone", port, times)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(title + " failed");
        }
        LongStream micros = said.lines().mapToLong(Long::parseLong);
        return micros.toArray();
    }

    private ProcessBuilder start(String mode, int port, int... numbers) {
        Stream<String> arguments = Stream.concat(
                Stream.of(mode, Integer.toString(port)), Arrays.stream(numbers).mapToObj(Integer::toString));
        ProcessBuilder builder = new ProcessBuilder(
                        Stream.concat(command.stream(), arguments).toList())
                .directory(folder.toAbsolutePath().toFile());
        builder.environment().put("PUSHER_APP_ID", Vectors.APP_ID);
        builder.environment().put("PUSHER_KEY", Vectors.KEY);
        builder.environment().put("PUSHER_SECRET", Vectors.SECRET);
        return builder;
    }
}
