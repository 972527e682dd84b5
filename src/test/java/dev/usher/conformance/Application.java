package dev.usher.conformance;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** Has Usher send webhooks on to an application, which the scenarios play. */
public final class Application implements QuarkusTestProfile {

    private static final String PORT = "test-application.port";

    static int port() {
        return Integer.getInteger(PORT);
    }

    @Override
    public Map<String, String> getConfigOverrides() {
        // Asked for more than once, by different class loaders.
        if (System.getProperty(PORT) == null) {
            System.setProperty(PORT, Integer.toString(Ports.free()));
        }
        return Map.of("usher.webhook.forward.url", "http://127.0.0.1:" + port() + "/webhook");
    }
}
