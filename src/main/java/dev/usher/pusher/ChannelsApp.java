package dev.usher.pusher;

import dev.usher.signing.MasterKey;
import dev.usher.signing.Secret;
import java.util.Optional;

/**
 * The app on the Channels server that Usher stands before.
 *
 * @param id the app's id, a part of every path of the HTTP API
 * @param key what clients name the app by; no secret
 * @param secret what everything is signed with
 * @param masterKey of which the keys of encrypted channels are made; without it, there are no such channels
 * @param endpoint where the HTTP API is
 */
public record ChannelsApp(String id, String key, Secret secret, Optional<MasterKey> masterKey, Endpoint endpoint) {

    /** Where the HTTP API is, for example {@code https://api-eu.pusher.com:443}. */
    public record Endpoint(boolean tls, String host, int port) {

        String authority() {
            String bracketed = host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
            return port == (tls ? 443 : 80) ? bracketed : bracketed + ":" + port;
        }
    }
}
