package dev.usher.testing;

import dev.usher.embedded.broker.BrokerServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** A real Channels server for Usher to stand before: the embedded broker, on a port of its own. */
public final class Channels implements QuarkusTestResourceLifecycleManager {

    /** Where the broker of this test run listens; the same for every class loader. */
    private static final String PORT = "test-channels.port";

    private final BrokerServer broker = BrokerServer.start();

    @Override
    public Map<String, String> start() {
        System.setProperty(PORT, Integer.toString(broker.port()));
        return UsherEnvironment.with(broker.port());
    }

    public static int port() {
        return Integer.getInteger(PORT);
    }

    @Override
    public void stop() {
        broker.close();
    }
}
