package dev.usher.wiring;

import dev.usher.identity.Issuers;
import dev.usher.publish.EventPublisher;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * Stops the start with a sentence that says what to set, where going on would mean to believe tokens that were meant
 * for others, or to fail at the first request.
 */
@Singleton
final class StartupCheck {

    private static final Logger LOG = Logger.getLogger(StartupCheck.class);

    private final Issuers issuers;
    private final LiveSettings settings;

    /** Takes the publisher only so that what is wrong with it is found before the first request. */
    StartupCheck(Issuers issuers, LiveSettings settings, EventPublisher connected) {
        this.issuers = issuers;
        this.settings = settings;
    }

    void check(@Observes StartupEvent event) {
        refuseDevelopmentProfiles();
        warnOfPlainHttp();
    }

    /** Their settings would believe whoever serves a JWKS on a port of this machine. */
    private static void refuseDevelopmentProfiles() {
        if (LaunchMode.current() == LaunchMode.NORMAL
                && (ConfigUtils.isProfileActive("dev") || ConfigUtils.isProfileActive("test"))) {
            throw new ConfigurationException(
                    "Set QUARKUS_PROFILE to prod, or not at all: dev and test are for development.");
        }
    }

    private void warnOfPlainHttp() {
        if (LaunchMode.current() != LaunchMode.NORMAL) {
            return;
        }
        settings.current().warnOfPlainHttp();
        issuers.keysOverPlainHttp()
                .forEach(issuer -> LOG.warnf(
                        "%s is plain http: whoever is on the way can put in keys of their own.", issuer.keySetting()));
    }
}
