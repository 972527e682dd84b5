package dev.usher.http;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.TrustOptions;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.Optional;

/** Which certificates Usher believes when it calls others: those that the JDK does, or those of a configured trust store. */
@Dependent
public class Trust {

    private final Optional<TrustOptions> store;

    /** Believes what the default TLS configuration of Quarkus says, {@code quarkus.tls.trust-store}. */
    @Inject
    public Trust(TlsConfigurationRegistry registry) {
        this(registry.getDefault().flatMap(Trust::store));
    }

    /** @param store in place of the JDK's */
    public Trust(Optional<TrustOptions> store) {
        this.store = store;
    }

    private static Optional<TrustOptions> store(TlsConfiguration configured) {
        if (configured.isTrustAll()) {
            throw new ConfigurationException(
                    "Set quarkus.tls.trust-store.pem.certs instead of quarkus.tls.trust-all: who believes every server"
                            + " shows its secrets to whoever stands in between.");
        }
        return Optional.ofNullable(configured.getTrustStoreOptions());
    }

    /** The options of a client that believes these, and only for the host that it calls (RFC 9110, section 4.3.4). */
    public HttpClientOptions with(HttpClientOptions options) {
        store.ifPresent(options::setTrustOptions);
        return options.setTrustAll(false).setVerifyHost(true);
    }
}
