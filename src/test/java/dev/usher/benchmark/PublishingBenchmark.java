package dev.usher.benchmark;

import dev.usher.testing.ScriptedChannels;
import dev.usher.testing.UsherProcess;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How many events a second reach a Channels server that is 50 ms away over a connection, by Usher and by two of Pusher's
 * own libraries; and how long one event takes that is alone. All of it in one run, before the same server, which counts.
 * Asserts nothing: a time is not the same twice. Run it by {@code src/test/bench/run}.
 */
final class PublishingBenchmark {

    private static final List<Integer> CONNECTIONS = List.of(1, 4, 16);

    /** Twice what is under way and what is next, so that no lane is ever without a full batch. */
    private static final int CALLERS_OF_EVENTS = 30;

    /** Of fifty events each. */
    private static final int CALLERS_OF_BATCHES = 4;

    private static final int WARM_UP_SECONDS = 5;
    private static final int SECONDS = 10;
    private static final int LONE = 200;
    private static final int LONE_WARM_UP = 400;

    private final ScriptedChannels channels;
    private final int seconds;

    private PublishingBenchmark(ScriptedChannels channels, int seconds) {
        this.channels = channels;
        this.seconds = seconds;
    }

    public static void main(String[] arguments) throws Exception {
        int seconds = arguments.length == 0 ? SECONDS : Integer.parseInt(arguments[0]);
        try (ScriptedChannels channels = new ScriptedChannels(0)) {
            PublishingBenchmark benchmark = new PublishingBenchmark(channels, seconds);
            benchmark.throughput();
            benchmark.latency();
        }
        System.exit(0);
    }

    private void throughput() throws Exception {
        System.out.println("""

                Events a second and connection, and how many times as many as by the library

                | Connections | Published by | Events | pusher-http-java | npm pusher |
                |---:|---|---:|---:|---:|""");
        for (int connections : CONNECTIONS) {
            double java = rival(Rival.PUSHER_HTTP_JAVA, connections);
            double npm = rival(Rival.NPM_PUSHER, connections);
            row(connections, Rival.PUSHER_HTTP_JAVA.title(), java, java, npm);
            row(connections, Rival.NPM_PUSHER.title(), npm, java, npm);
            row(connections, "Usher, POST /events", events(connections), java, npm);
            row(connections, "Usher, POST /events/batch", batches(connections), java, npm);
        }
    }

    private static void row(int connections, String by, double events, double java, double npm) {
        System.out.printf("| %d | %s | %.1f | %.2f | %.2f |%n", connections, by, events, events / java, events / npm);
    }

    private double rival(Rival rival, int connections) throws Exception {
        Process process = rival.pump(channels.port(), connections, connections * CALLERS_OF_EVENTS);
        try {
            return perSecond(connections);
        } finally {
            process.destroyForcibly();
            channels.awaitOpenConnections(0);
        }
    }

    private double events(int connections) throws Exception {
        int callers = connections * CALLERS_OF_EVENTS;
        try (UsherProcess usher = usher(connections);
                UsherLoad load = new UsherLoad(usher.url(), callers)) {
            return perSecond(connections, load.publishEvents(callers));
        } finally {
            channels.awaitOpenConnections(0);
        }
    }

    private double batches(int connections) throws Exception {
        int callers = connections * CALLERS_OF_BATCHES;
        try (UsherProcess usher = usher(connections);
                UsherLoad load = new UsherLoad(usher.url(), callers)) {
            return perSecond(connections, load.publishBatches(callers));
        } finally {
            channels.awaitOpenConnections(0);
        }
    }

    private double perSecond(int connections, UsherLoad load) throws Exception {
        double perSecond = perSecond(connections);
        if (load.refused() > 0) {
            System.err.println(load.refused() + " calls were not answered with 200");
        }
        return perSecond;
    }

    /** The server counts, so that all are measured alike. */
    private double perSecond(int connections) throws Exception {
        channels.awaitTaken(channels.takenCount() + 1);
        TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
        int before = channels.takenCount();
        long start = System.nanoTime();
        TimeUnit.SECONDS.sleep(seconds);
        double perSecond = (channels.takenCount() - before) * 1e9 / (System.nanoTime() - start);
        if (channels.openConnections() > connections) {
            throw new IllegalStateException(
                    "%d connections are open, of %d that may be".formatted(channels.openConnections(), connections));
        }
        return perSecond / connections;
    }

    private void latency() throws Exception {
        System.out.println("""

                A lone event, of %d one after another, in ms

                | Published by | p50 | p99 |
                |---|---:|---:|""".formatted(LONE));
        for (Rival rival : Rival.values()) {
            row(rival.title(), rival.publishAlone(channels.port(), LONE_WARM_UP + LONE));
        }
        try (UsherProcess usher = usher(1);
                UsherLoad load = new UsherLoad(usher.url(), 1)) {
            row("Usher, POST /events", load.publishAlone(LONE_WARM_UP + LONE));
        }
    }

    private static void row(String by, long[] micros) {
        long[] sorted = Arrays.stream(micros).skip(LONE_WARM_UP).sorted().toArray();
        System.out.printf("| %s | %.1f | %.1f |%n", by, sorted[LONE / 2] / 1e3, sorted[LONE * 99 / 100] / 1e3);
    }

    private UsherProcess usher(int connections) throws Exception {
        return UsherProcess.start(channels.port(), Map.of("usher.publish.connections", Integer.toString(connections)));
    }
}
