package dev.usher.wiring;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;
import java.util.OptionalInt;

/** The Channels app. */
@ConfigMapping(prefix = "pusher")
public interface PusherConfig {

    /** The app's id. */
    Optional<String> appId();

    /** The app's key. */
    Optional<String> key();

    /** The app's secret. */
    Optional<String> secret();

    /** The key of encrypted channels, Base64 of 32 bytes. */
    Optional<String> encryptionMasterKey();

    /** The app's cluster at Pusher, such as {@code eu}. */
    Optional<String> cluster();

    /** The host of another server of the protocol; wins over the cluster. */
    Optional<String> host();

    /** The port on that host, unless it is the scheme's own. */
    OptionalInt port();

    /** {@code http} is for a server on the same machine or in the same cluster: it shows all events on the way. */
    @WithDefault("https")
    Scheme scheme();

    /** How the Channels server is spoken to. */
    enum Scheme {
        HTTP,
        HTTPS
    }
}
