package dev.usher.wiring;

import dev.usher.authorize.ChannelsAddress;
import dev.usher.pusher.ChannelsApp;
import io.quarkus.runtime.configuration.ConfigurationException;

/** Where browsers find the Channels server. */
final class ConfiguredAddress {

    private ConfiguredAddress() {}

    /** @throws ConfigurationException if it is no address, or a part of one without a host */
    static ChannelsAddress of(ConnectConfig connect, PusherConfig pusher, ChannelsApp app) {
        if (connect.host().isPresent()) {
            return publicHost(connect.host().get(), connect, app);
        }
        if (connect.port().isPresent() || connect.tls().isPresent()) {
            throw new ConfigurationException("Set USHER_CONNECT_HOST as well, if browsers reach the Channels server in"
                    + " another way than Usher.");
        }
        // With no app configured, it is the embedded broker's.
        if (ConfiguredApp.isPresent(pusher)
                && pusher.host().isEmpty()
                && pusher.cluster().isPresent()) {
            return ChannelsAddress.ofCluster(app.key(), pusher.cluster().get());
        }
        ChannelsApp.Endpoint own = app.endpoint();
        return ChannelsAddress.ofHost(app.key(), own.host(), own.port(), own.tls());
    }

    private static ChannelsAddress publicHost(String host, ConnectConfig connect, ChannelsApp app) {
        boolean tls = connect.tls().orElse(true);
        int port = connect.port().orElse(tls ? 443 : 80);
        if (!ConfiguredApp.isAddress(host, port)) {
            throw new ConfigurationException("Set USHER_CONNECT_HOST to a host's name or address alone, such as"
                    + " ws.example.com, and USHER_CONNECT_PORT to a number from 1 to " + ConfiguredApp.MAX_PORT + ".");
        }
        return ChannelsAddress.ofHost(app.key(), host, port, tls);
    }
}
