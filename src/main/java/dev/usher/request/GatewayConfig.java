package dev.usher.request;

import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Optional;

/** The gateway that Usher stands behind. */
@ConfigMapping(prefix = "usher.gateway")
public interface GatewayConfig {

    /**
     * The networks from which the gateway calls, such as {@code 10.0.0.0/8,fd00::/8}. What a peer outside of them says
     * about whom it calls for is not believed.
     */
    Optional<List<String>> networks();
}
