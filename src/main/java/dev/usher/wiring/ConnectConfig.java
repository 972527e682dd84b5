package dev.usher.wiring;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;
import java.util.OptionalInt;

/** How browsers reach the Channels server, where that is another way than Usher's own. */
@ConfigMapping(prefix = "usher.connect")
public interface ConnectConfig {

    /** The host that browsers know, such as {@code ws.example.com}; without it, they are told the cluster or host that
     * Usher itself uses. */
    Optional<String> host();

    /** The port on that host, unless it is the scheme's own. */
    OptionalInt port();

    /** Whether browsers speak TLS to it. With a host of its own they do unless told otherwise. */
    Optional<Boolean> tls();
}
