package dev.usher.wiring;

import dev.usher.identity.Algorithm;
import dev.usher.identity.Issuer;
import dev.usher.identity.Issuers;
import dev.usher.identity.KeyLocation;
import dev.usher.identity.Roles;
import dev.usher.identity.TokenConfig;
import dev.usher.mounted.MountedSettings;
import dev.usher.wiring.IssuersConfig.IssuerConfig;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.Config;

/** The issuers as they are configured. */
final class ConfiguredIssuers {

    static final String KEY_LOCATION = "mp.jwt.verify.publickey.location";

    private static final String KEY = "mp.jwt.verify.publickey";
    private static final String KEY_LOCATION_VARIABLE = "MP_JWT_VERIFY_PUBLICKEY_LOCATION";
    static final String ISS = "mp.jwt.verify.issuer";
    private static final String AUDIENCES = "mp.jwt.verify.audiences";

    /** What SmallRye JWT has as the default of a setting that has none. */
    private static final String UNSET = "NONE";

    private final IssuersConfig further;
    private final TokenConfig tokens;
    private final Config config;

    private ConfiguredIssuers(IssuersConfig further, TokenConfig tokens, Config config) {
        this.further = further;
        this.tokens = tokens;
        this.config = config;
    }

    /** @throws ConfigurationException if something is missing or unsafe; the message says what to set */
    static Issuers of(IssuersConfig further, TokenConfig tokens, Config config) {
        Misspelt.refuse(MountedSettings.of(config));
        return new ConfiguredIssuers(further, tokens, config).all();
    }

    private Issuers all() {
        List<Issuer> all = new ArrayList<>();
        if (further.issuers().isEmpty() || isAnyOfTheFirstSet()) {
            all.add(first());
        }
        boolean alone = all.isEmpty() && further.issuers().size() == 1;
        for (Map.Entry<String, IssuerConfig> issuer : further.issuers().entrySet()) {
            all.add(new NamedIssuer(issuer.getKey(), issuer.getValue()).read(alone));
        }
        refuseUsersWithoutPrefix(all);
        return refusing("The issuers", () -> new Issuers(all));
    }

    /** Another claim has no prefix: the partner's user would get what is sent to the user of the same id. */
    private void refuseUsersWithoutPrefix(List<Issuer> all) {
        boolean prefixed =
                all.stream().anyMatch(issuer -> !issuer.subjects().prefix().isEmpty());
        if (prefixed
                && text("usher.user.id").filter(claim -> !claim.equals("sub")).isPresent()) {
            throw new ConfigurationException("Leave USHER_USER_ID out where an issuer has a SUBJECT_PREFIX: only sub"
                    + " carries it, and users of another claim could be taken for those of another issuer.");
        }
    }

    private boolean isAnyOfTheFirstSet() {
        return List.of(ISS, AUDIENCES, KEY, KEY_LOCATION).stream()
                .anyMatch(property -> text(property).isPresent());
    }

    /** The one of MicroProfile JWT's settings. */
    private Issuer first() {
        String iss = required(
                text(ISS),
                "MP_JWT_VERIFY_ISSUER",
                "the issuer (iss) of your users' tokens; without it, tokens of anyone with a known key would count");
        if (text(AUDIENCES).isEmpty()) {
            throw new ConfigurationException("Set MP_JWT_VERIFY_AUDIENCES to the audience (aud) that tokens for Usher"
                    + " name; without it, tokens meant for other services would count.");
        }
        KeyLocation keys = text(KEY)
                .<KeyLocation>map(KeyLocation.Inline::new)
                .orElseGet(() -> location(
                        KEY_LOCATION_VARIABLE,
                        required(
                                text(KEY_LOCATION),
                                KEY_LOCATION_VARIABLE,
                                "the file or the JWKS URL of the issuer's public keys")));
        return refusing(
                "MP_JWT_VERIFY_*",
                () -> new Issuer(
                        "default",
                        iss,
                        keys,
                        text(KEY).isPresent() ? "MP_JWT_VERIFY_PUBLICKEY" : KEY_LOCATION_VARIABLE,
                        Set.copyOf(config.getValues(AUDIENCES, String.class)),
                        algorithms(),
                        tokens.type(),
                        new Issuer.Subjects("sub", ""),
                        rolesOfFirst(config),
                        Duration.ofSeconds(config.getValue("mp.jwt.verify.clock.skew", Integer.class))));
    }

    private Set<Algorithm> algorithms() {
        Set<Algorithm> algorithms = new LinkedHashSet<>();
        for (String name : config.getValues("mp.jwt.verify.publickey.algorithm", String.class)) {
            algorithms.add(Algorithm.of(name.strip())
                    .orElseThrow(() -> new ConfigurationException("Set MP_JWT_VERIFY_PUBLICKEY_ALGORITHM to some of "
                            + List.of(Algorithm.values()) + ", separated by commas.")));
        }
        return algorithms;
    }

    private Optional<String> text(String property) {
        return config.getOptionalValue(property, String.class)
                .filter(value -> !value.isBlank() && !value.equals(UNSET));
    }

    static String required(Optional<String> value, String variable, String meaning) {
        return value.filter(given -> !given.isBlank())
                .orElseThrow(() -> new ConfigurationException("Set " + variable + " to " + meaning + "."));
    }

    static KeyLocation location(String variable, String location) {
        try {
            return KeyLocation.of(location);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(
                    "Set " + variable + " to a file that can be read, or to a JWKS URL without user and password.");
        }
    }

    static <T> T refusing(String what, Supplier<T> building) {
        try {
            return building.get();
        } catch (ConfigurationException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            // Without its cause: Quarkus prints the sentence alone only where it is the root of the failure.
            throw new ConfigurationException(what + ": " + e.getMessage() + ".");
        }
    }

    static Roles rolesOfFirst(Config config) {
        return Roles.at(
                config.getOptionalValue("smallrye.jwt.path.groups", String.class)
                        .filter(path -> !path.isBlank())
                        .orElse("groups"),
                Optional.empty());
    }
}
