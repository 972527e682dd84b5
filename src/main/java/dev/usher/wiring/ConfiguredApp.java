package dev.usher.wiring;

import dev.usher.pusher.ChannelsApp;
import dev.usher.signing.MasterKey;
import dev.usher.signing.Secret;
import dev.usher.wiring.PusherConfig.Scheme;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.Optional;
import java.util.regex.Pattern;

/** The Channels app as it is configured. */
public final class ConfiguredApp {

    /** A name, an IPv4 address, or an IPv6 one with or without its brackets. */
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]+|\\[?[0-9A-Fa-f:.]+]?");

    static final int MAX_PORT = 65_535;

    private ConfiguredApp() {}

    /** Whether any of the app is configured; if it is, all of it must be. */
    public static boolean isPresent(PusherConfig config) {
        return config.appId().isPresent()
                || config.key().isPresent()
                || config.secret().isPresent();
    }

    /** @throws ConfigurationException if something is missing; the message says what to set */
    public static ChannelsApp of(PusherConfig config) {
        return new ChannelsApp(
                required("PUSHER_APP_ID", "the id of the Channels app", config.appId()),
                required("PUSHER_KEY", "the key of the Channels app", config.key()),
                new Secret(required("PUSHER_SECRET", "the secret of the Channels app", config.secret())),
                config.encryptionMasterKey().map(ConfiguredApp::masterKey),
                endpoint(config));
    }

    private static MasterKey masterKey(String base64) {
        try {
            return new MasterKey(base64);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("PUSHER_ENCRYPTION_MASTER_KEY " + e.getMessage()
                    + "; set it to what openssl rand -base64 32 prints.");
        }
    }

    private static ChannelsApp.Endpoint endpoint(PusherConfig config) {
        boolean tls = config.scheme() == Scheme.HTTPS;
        String host = config.host()
                .or(() -> config.cluster().map(cluster -> "api-" + cluster + ".pusher.com"))
                .orElseThrow(() -> missing(
                        "PUSHER_CLUSTER", "the app's cluster at Pusher, or PUSHER_HOST to another server's host"));
        int port = config.port().orElse(tls ? 443 : 80);
        if (!isAddress(host, port)) {
            throw new ConfigurationException(
                    "Set PUSHER_HOST to a host's name or address alone, such as soketi.example.com,"
                            + " and PUSHER_PORT to a number from 1 to " + MAX_PORT + ".");
        }
        return new ChannelsApp.Endpoint(tls, host, port);
    }

    static boolean isAddress(String host, int port) {
        return HOST.matcher(host).matches() && port >= 1 && port <= MAX_PORT;
    }

    private static String required(String variable, String meaning, Optional<String> value) {
        String text = value.filter(given -> !given.isBlank()).orElseThrow(() -> missing(variable, meaning));
        if (!text.equals(text.strip())) {
            // As a file's last line break makes it, which then is a part of the key that everything is signed with.
            throw new ConfigurationException(variable + " begins or ends with white space; take it away.");
        }
        return text;
    }

    private static ConfigurationException missing(String variable, String meaning) {
        return new ConfigurationException("Set " + variable + " to " + meaning + ".");
    }
}
