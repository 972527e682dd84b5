package dev.usher.request;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.util.List;

/** The gateway that is trusted to say for whom it calls, if there is one. */
@Singleton
public final class Gateway {

    private final List<String> configured;
    private final Networks networks;

    Gateway(GatewayConfig config) {
        this.configured = config.networks().orElse(List.of());
        try {
            this.networks = Networks.of(configured);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(
                    "usher.gateway.networks (USHER_GATEWAY_NETWORKS): " + e.getMessage() + ".");
        }
    }

    /** Whether any network is configured. */
    public boolean isConfigured() {
        return !configured.isEmpty();
    }

    /** Whether the request came from it, by the connection itself, whatever a header says. */
    public boolean sent(HttpServerRequest request) {
        SocketAddress peer = request.connection().remoteAddress();
        return peer != null && peer.hostAddress() != null && networks.contains(peer.hostAddress());
    }

    boolean has(InetAddress address) {
        return networks.contains(address);
    }
}
