package dev.usher.testing;

import dev.usher.conformance.Ports;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Tells Usher where a {@link Collector} will be, which each test opens for itself. */
public final class CollectorPort implements QuarkusTestResourceLifecycleManager {

    /** The same for every class loader. */
    private static final String PORT = "test-collector.port";

    @Override
    public Map<String, String> start() {
        int port = Ports.free();
        System.setProperty(PORT, Integer.toString(port));
        return Map.of(
                "otel.exporter.otlp.endpoint",
                "http://127.0.0.1:" + port,
                // Not every five seconds, because tests wait for it.
                "quarkus.otel.bsp.schedule.delay",
                "20ms",
                // So that events meet that are published at the same time.
                "usher.publish.connections",
                "1");
    }

    /** Opens one where Usher expects it. */
    public static Collector open() {
        return new Collector(Integer.getInteger(PORT));
    }

    @Override
    public void stop() {}
}
