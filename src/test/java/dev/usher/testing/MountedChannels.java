package dev.usher.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** {@link FaultyChannels}, with Usher's settings in two mounted volumes, of which the test changes one as Usher runs. */
public final class MountedChannels implements QuarkusTestResourceLifecycleManager {

    private static final String DIRECTORY = "test-mounted.directory";

    private final FaultyChannels channels = new FaultyChannels();

    @Override
    public Map<String, String> start() {
        Map<String, String> config = channels.start();
        // Nothing hangs here, and a machine under load may be slow.
        config.remove("usher.publish.timeout");
        Map<String, String> app = Map.of(
                "PUSHER_APP_ID", take(config, "pusher.app-id"),
                "PUSHER_KEY", take(config, "pusher.key"),
                "PUSHER_SECRET", take(config, "pusher.secret"),
                "PUSHER_ENCRYPTION_MASTER_KEY", take(config, "pusher.encryption-master-key"));
        try {
            Path secret = Files.createTempDirectory("usher-secret");
            System.setProperty(DIRECTORY, secret.toString());
            volume().put(app);
            Path rest = Files.createTempDirectory("usher-config");
            new MountedVolume(rest).put(Map.of("settings.properties", asText(config)));
            return Map.of("usher.config.directories", rest + "," + secret, "usher.config.check-every", "100ms");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String take(Map<String, String> config, String property) {
        return String.valueOf(config.remove(property));
    }

    private static String asText(Map<String, String> config) throws IOException {
        Properties properties = new Properties();
        properties.putAll(new HashMap<>(config));
        StringWriter text = new StringWriter();
        properties.store(text, null);
        return text.toString();
    }

    /** The one with the app; the same for every class loader. */
    public static MountedVolume volume() {
        return new MountedVolume(Path.of(System.getProperty(DIRECTORY)));
    }

    @Override
    public void stop() {
        channels.stop();
    }
}
