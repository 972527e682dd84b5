package dev.usher.conformance;

import dev.usher.embedded.broker.BrokerServer;
import dev.usher.testing.UsherEnvironment;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The embedded broker on a port of its own, which sends its webhooks to Usher. */
public final class EmbeddedChannels implements QuarkusTestResourceLifecycleManager {

    private static final String PORT = "test-embedded.port";

    private @Nullable BrokerServer broker;

    static int port() {
        return Integer.getInteger(PORT);
    }

    @Override
    public Map<String, String> start() {
        BrokerServer started = BrokerServer.start(URI.create(UsherAddress.webhook()));
        broker = started;
        System.setProperty(PORT, Integer.toString(started.port()));
        return UsherEnvironment.with(started.port());
    }

    @Override
    public void stop() {
        if (broker != null) {
            broker.close();
        }
    }
}
