package dev.usher.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.tls.BaseTlsConfiguration;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.TrustOptions;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TrustTest {

    private static final TrustOptions STORE = new PemTrustOptions().addCertPath("ca.pem");

    @Test
    void believesWhatTheJdkDoesUnlessToldOtherwise() {
        HttpClientOptions options = new Trust(registry(Optional.empty())).with(new HttpClientOptions());
        assertNull(options.getTrustOptions());
        assertFalse(options.isTrustAll());
        assertTrue(options.isVerifyHost());
    }

    @Test
    void believesTheConfiguredStore() {
        HttpClientOptions options =
                new Trust(registry(Optional.of(configured(false)))).with(new HttpClientOptions().setVerifyHost(false));
        assertEquals(STORE, options.getTrustOptions());
        assertTrue(options.isVerifyHost());
    }

    @Test
    void doesNotStartWhereAllAreToBeBelieved() {
        TlsConfigurationRegistry registry = registry(Optional.of(configured(true)));
        assertThrows(ConfigurationException.class, () -> new Trust(registry));
    }

    private static TlsConfiguration configured(boolean trustAll) {
        return new BaseTlsConfiguration() {
            @Override
            public TrustOptions getTrustStoreOptions() {
                return STORE;
            }

            @Override
            public boolean isTrustAll() {
                return trustAll;
            }
        };
    }

    private static TlsConfigurationRegistry registry(Optional<TlsConfiguration> configured) {
        return new TlsConfigurationRegistry() {
            @Override
            public Optional<TlsConfiguration> get(String name) {
                return Optional.empty();
            }

            @Override
            public Optional<TlsConfiguration> getDefault() {
                return configured;
            }

            @Override
            public void register(String name, TlsConfiguration configuration) {
                throw new UnsupportedOperationException(name);
            }
        };
    }
}
