package dev.usher.embedded;

import dev.usher.pusher.ChannelsApp;
import dev.usher.signing.MasterKey;
import dev.usher.signing.Secret;
import dev.usher.wiring.AppSource;
import dev.usher.wiring.ConfiguredApp;
import io.quarkus.arc.profile.UnlessBuildProfile;
import io.quarkus.runtime.LaunchMode;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.Config;

/** Puts the embedded broker where no Channels app is configured, so that development needs no account. */
@UnlessBuildProfile("prod")
final class EmbeddedApp {

    static final String ID = "embedded";
    private static final String KEY = "embedded-key";

    @Produces
    @Singleton
    AppSource apps(Config config) {
        ChannelsApp embedded = embedded(config);
        return pusher -> ConfiguredApp.isPresent(pusher) ? ConfiguredApp.of(pusher) : embedded;
    }

    private static ChannelsApp embedded(Config config) {
        return new ChannelsApp(
                ID,
                KEY,
                new Secret(UUID.randomUUID().toString()),
                Optional.of(masterKey()),
                new ChannelsApp.Endpoint(false, "localhost", port(config)));
    }

    private static MasterKey masterKey() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return new MasterKey(Base64.getEncoder().encodeToString(bytes));
    }

    /** The broker's port is Usher's own. */
    private static int port(Config config) {
        boolean test = LaunchMode.current() == LaunchMode.TEST;
        return config.getOptionalValue(test ? "quarkus.http.test-port" : "quarkus.http.port", Integer.class)
                .orElse(test ? 8081 : 8080);
    }
}
