package dev.usher.wiring;

import dev.usher.publish.EventPublisher;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/**
 * Stops the start with a sentence that says what to set, where going on would mean to believe tokens that were meant
 * for others, or to fail at the first request.
 */
@Singleton
final class StartupCheck {

    private static final Logger LOG = Logger.getLogger(StartupCheck.class);

    private static final String KEY_LOCATION = "mp.jwt.verify.publickey.location";

    private final Config config;
    private final LiveSettings settings;

    /** Takes the publisher only so that what is wrong with it is found before the first request. */
    StartupCheck(Config config, LiveSettings settings, EventPublisher connected) {
        this.config = config;
        this.settings = settings;
    }

    void check(@Observes StartupEvent event) {
        refuseDevelopmentProfiles();
        require(
                "MP_JWT_VERIFY_ISSUER",
                "mp.jwt.verify.issuer",
                "the issuer (iss) of your users' tokens; without it, tokens of anyone with a known key would count");
        require(
                "MP_JWT_VERIFY_AUDIENCES",
                "mp.jwt.verify.audiences",
                "the audience (aud) that tokens for Usher name; without it, tokens meant for other services would count");
        if (config.getOptionalValue("mp.jwt.verify.publickey", String.class).isEmpty()) {
            require(
                    "MP_JWT_VERIFY_PUBLICKEY_LOCATION",
                    KEY_LOCATION,
                    "the file or the JWKS URL of the issuer's public keys");
        }
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
        config.getOptionalValue(KEY_LOCATION, String.class)
                .filter(location -> location.startsWith("http:"))
                .ifPresent(location -> LOG.warnf(
                        "MP_JWT_VERIFY_PUBLICKEY_LOCATION is %s: whoever is on the way can put in keys of their own.",
                        location));
    }

    private void require(String variable, String property, String meaning) {
        if (config.getOptionalValue(property, String.class)
                .filter(value -> !value.isBlank())
                .isEmpty()) {
            throw new ConfigurationException("Set " + variable + " to " + meaning + ".");
        }
    }
}
