package dev.usher.testing;

import dev.usher.conformance.Ports;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/**
 * Tells Usher where a {@link ScriptedChannels} will be. Each test opens one there for itself, in its own class loader, so
 * that its script can be code.
 */
public final class ScriptedChannelsPort implements QuarkusTestResourceLifecycleManager {

    /** The same for every class loader. */
    private static final String PORT = "test-scripted-channels.port";

    /** Short, because tests wait for it; long enough for a machine that is busy. */
    private static final String TIMEOUT = "1s";

    @Override
    public Map<String, String> start() {
        int port = Ports.free();
        System.setProperty(PORT, Integer.toString(port));
        Map<String, String> config = UsherEnvironment.with(port);
        config.put("usher.publish.timeout", TIMEOUT);
        return config;
    }

    /** Opens a server where Usher expects it. */
    public static ScriptedChannels open() {
        return new ScriptedChannels(Integer.getInteger(PORT));
    }

    @Override
    public void stop() {}
}
