package dev.usher.wiring;

import dev.usher.mounted.MountedSettings;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds settings that are none: what is misspelt would be ignored, and with it a restriction, a limit or a secret.
 *
 * <p>Looks only at names that begin as some of Usher's do, such as {@code USHER_OPA_}. What else is called
 * {@code USHER_…} may be there for somebody else, and so are the variables by which Kubernetes tells of a Service that is
 * called {@code usher}, or {@code usher-redis}. Webhooks have a check of their own.
 *
 * @see <a href="https://kubernetes.io/docs/tutorials/services/connect-applications-service/#environment-variables">
 *     Kubernetes: Services, as environment variables</a>
 */
final class Misspelt {

    /** Settings by what they begin with; {@code *} is a name that the operator chooses. */
    private static final List<Family> FAMILIES = List.of(
            new Family("usher.access", "timeout in-flight"),
            new Family("usher.config", "directories check-every"),
            new Family("usher.connect", "host port tls"),
            new Family("usher.connections", "end-with-token"),
            new Family("usher.cors", "origins"),
            new Family("usher.decisions", "log-allowed"),
            new Family("usher.explain", "roles"),
            new Family("usher.gateway", "networks"),
            new Family("usher.idempotency", "window max-keys max-bytes"),
            new Family("usher.intake.kafka", "topic group dead-letter in-flight"),
            new Family("usher.intake.redis", "streams group dead-letter in-flight lease"),
            new Family(
                    "usher.issuer.*",
                    "iss keys audiences algorithms type subject subject-prefix shares-subjects roles allowed-roles"
                            + " clock-skew"),
            new Family("usher.keys", "refresh timeout cool-down max-stale"),
            new Family(
                    "usher.limits",
                    "user-rate user-burst address-rate address-burst lag in-flight head-timeout body-timeout"
                            + " answer-timeout"),
            new Family("usher.opa", "url token actions claims timeout cache-for connections"),
            new Family("usher.policy.*", "channels actions roles claims enabled"),
            new Family(
                    "usher.publish",
                    "connections queue queue-bytes max-event-size connect-timeout timeout deadline retries failures keep-alive"
                            + " max-connection-age"),
            new Family("usher.redis", "prefix interval"),
            new Family("usher.revocation", "roles default-duration"),
            new Family("usher.token", "type cookie gateway-header cache.entries cache.bytes"),
            new Family("usher.tracing", "redacted"),
            new Family("usher.user", "id info watchlist membership"));

    /** Of a Service: where it is, as a whole and port by port. */
    private static final Pattern OF_A_SERVICE = Pattern.compile(
            "USHER_(\\w+_)?(SERVICE_HOST|SERVICE_PORT(_\\w+)?|PORT|PORT_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)");

    private Misspelt() {}

    /**
     * Looks at the environment, at system properties, and at what is mounted.
     *
     * @throws ConfigurationException if anything is set that is no setting; the message names those that there are
     */
    static void refuse(Optional<MountedSettings> mounted) {
        refuseVariables(System.getenv().keySet());
        refuseProperties(System.getProperties().stringPropertyNames());
        mounted.ifPresent(files -> {
            refuseVariables(files.variables());
            refuseProperties(files.properties());
        });
    }

    static void refuseVariables(Collection<String> names) {
        names.stream()
                .filter(name -> !OF_A_SERVICE.matcher(name).matches())
                .forEach(name -> FAMILIES.forEach(family -> family.refuseVariable(name)));
    }

    static void refuseProperties(Collection<String> names) {
        names.forEach(name -> FAMILIES.forEach(family -> family.refuseProperty(name)));
    }

    /** All of these settings, as properties. */
    static Set<String> known() {
        return FAMILIES.stream().flatMap(family -> family.properties.stream()).collect(Collectors.toSet());
    }

    /** Settings that begin alike. */
    private static final class Family {

        /** A name as it is chosen in variables, where an underscore would be read as a dot, and in properties. */
        private static final String CHOSEN = "[A-Z0-9]+";

        private static final String CHOSEN_OR_QUOTED = "(\\w[\\w-]*|\"[^\"]+\")";

        /** Behind the name of a list, for one element of it. */
        private static final String ELEMENT = "(\\[\\d+])?";

        private final String beginning;
        private final List<String> properties;
        private final Pattern property;
        private final Pattern variable;

        /**
         * @param stem what they all begin with, as properties
         * @param ends what follows in each of them, with spaces between
         */
        Family(String stem, String ends) {
            this.beginning = stem.replace("*", "").replaceFirst("[^.]$", "$0.");
            this.properties =
                    Arrays.stream(ends.split(" ")).map(end -> stem + "." + end).toList();
            this.property = Pattern.compile("("
                    + String.join("|", properties).replace(".", "\\.").replace("*", CHOSEN_OR_QUOTED) + ")" + ELEMENT);
            this.variable =
                    Pattern.compile(asVariable(String.join("|", properties)).replace("*", CHOSEN));
        }

        void refuseVariable(String name) {
            if (name.startsWith(asVariable(beginning))
                    && !variable.matcher(name).matches()) {
                throw refusal(name, asVariable(String.join(", ", properties)));
            }
        }

        void refuseProperty(String name) {
            if (name.startsWith(beginning) && !property.matcher(name).matches()) {
                throw refusal(name, String.join(", ", properties));
            }
        }

        private static ConfigurationException refusal(String name, String expected) {
            return new ConfigurationException(
                    "%s is no setting (expected: one of %s).".formatted(name, expected.replace("*", "<NAME>")));
        }

        private static String asVariable(String property) {
            return property.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);
        }
    }
}
