package dev.usher.wiring;

import io.smallrye.config.SmallRyeConfig;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;

/** The settings that hold at the moment. Whoever works with them asks each time, and takes what belongs together once. */
@Singleton
final class LiveSettings {

    private volatile Settings current;

    /** Takes the last three only because Quarkus does not read what nobody takes. */
    LiveSettings(Config config, AppSource apps, PusherConfig pusher, ConnectConfig connect, PolicyConfig policy) {
        this.current = Settings.of(config.unwrap(SmallRyeConfig.class), apps);
    }

    Settings current() {
        return current;
    }

    /** What began with the ones before ends with them. */
    void replaceBy(Settings checked) {
        this.current = checked;
    }
}
