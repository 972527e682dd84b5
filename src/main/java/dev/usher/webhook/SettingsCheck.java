package dev.usher.webhook;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jboss.logging.Logger;

/** Finds what is wrong with the settings of webhooks at the start, rather than when the first webhook comes. */
@Singleton
public final class SettingsCheck {

    private static final Logger LOG = Logger.getLogger(SettingsCheck.class);

    private static final String PREFIX = "USHER_WEBHOOK_";
    private static final String FORWARD = PREFIX + "FORWARD_";
    private static final String URL = FORWARD + "URL";

    static final Set<String> SETTINGS = Set.of(
            PREFIX + "KEYS",
            PREFIX + "MAX_AGE",
            PREFIX + "MAX_AHEAD",
            PREFIX + "IN_FLIGHT",
            URL,
            FORWARD + "RETRY_FOR",
            FORWARD + "TIMEOUT",
            FORWARD + "CONNECTIONS");

    /** What a property's name has none of as a variable. */
    private static final Pattern NOT_OF_A_VARIABLE = Pattern.compile("[^A-Z0-9]");

    /** How one element of a list is named. */
    private static final Pattern INDEX = Pattern.compile("\\[\\d+]$");

    /** Whatever an operator can set has a higher ordinal; what nobody set has this one, or a lower one. */
    private static final int OF_DEFAULTS = 0;

    private final Config config;
    private final Application application;

    /** Takes the keys and the deliveries only so that they are made, with their settings, at the start. */
    SettingsCheck(Config config, Application application, Supplier<WebhookKeys> read, Deliveries arranged) {
        this.config = config;
        this.application = application;
    }

    void check(@Observes StartupEvent event) {
        refuseMisspelt(config, application.isConfigured());
        if (LaunchMode.current() == LaunchMode.NORMAL) {
            application
                    .unencrypted()
                    .ifPresent(
                            url -> LOG.warnf("USHER_WEBHOOK_FORWARD_URL is http: webhooks go to %s unencrypted.", url));
        }
    }

    /**
     * Looks at the names of all that is set about webhooks.
     *
     * @param forwarding whether that configuration names an application
     * @throws ConfigurationException if there is no such setting, or it has nothing to be for
     */
    public static void refuseMisspelt(Config config, boolean forwarding) {
        for (ConfigSource source : config.getConfigSources()) {
            if (source.getOrdinal() > OF_DEFAULTS) {
                source.getPropertyNames().forEach(property -> check(property, forwarding));
            }
        }
    }

    /** What is misspelt would be ignored, and with it a key or the application; so would what has nothing to be for. */
    static void check(String property, boolean forwarding) {
        String variable = NOT_OF_A_VARIABLE
                .matcher(INDEX.matcher(property).replaceFirst("").toUpperCase(Locale.ROOT))
                .replaceAll("_");
        if (variable.startsWith(PREFIX) && !SETTINGS.contains(variable)) {
            throw new ConfigurationException(variable + " is no setting of webhooks (expected: one of "
                    + String.join(", ", new TreeSet<>(SETTINGS)) + ").");
        }
        if (variable.startsWith(FORWARD) && !variable.equals(URL) && !forwarding) {
            throw new ConfigurationException(
                    variable + " is set, but nothing is sent on; set " + URL + " too, or neither.");
        }
    }
}
