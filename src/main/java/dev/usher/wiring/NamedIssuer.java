package dev.usher.wiring;

import dev.usher.identity.Issuer;
import dev.usher.identity.Roles;
import dev.usher.wiring.IssuersConfig.IssuerConfig;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** One of the issuers that have a name. */
record NamedIssuer(String name, IssuerConfig config) {

    /** Stands for whatever its tokens name. */
    private static final String ALL_ROLES = "*";

    Issuer read(boolean alone) {
        String iss = ConfiguredIssuers.required(config.iss(), variable("ISS"), "the issuer (iss) of its tokens");
        String keys =
                ConfiguredIssuers.required(config.keys(), variable("KEYS"), "the file or the JWKS URL of its keys");
        if (config.audiences().orElse(List.of()).isEmpty()) {
            throw new ConfigurationException("Set " + variable("AUDIENCES")
                    + " to the audience (aud) that its tokens for Usher name; without it, tokens meant for other"
                    + " services would count.");
        }
        String prefix = prefix(alone);
        return ConfiguredIssuers.refusing(
                "usher.issuer." + name,
                () -> new Issuer(
                        name,
                        iss,
                        ConfiguredIssuers.location(variable("KEYS"), keys),
                        variable("KEYS"),
                        Set.copyOf(config.audiences().orElse(List.of())),
                        config.algorithms(),
                        config.type(),
                        new Issuer.Subjects(config.subject(), prefix),
                        rolesOf(config),
                        config.clockSkew()));
    }

    /** Who is 42 at one issuer is not who is 42 at another, unless somebody says so. */
    private String prefix(boolean alone) {
        Optional<String> prefix = config.subjectPrefix();
        if (prefix.isPresent() == config.sharesSubjects() && !(alone && prefix.isEmpty())) {
            throw new ConfigurationException("Set either " + variable("SUBJECT_PREFIX") + ", such as " + name
                    + ":, or " + variable("SHARES_SUBJECTS")
                    + "=true: without a prefix, its user 42 is the same as user 42 of another issuer, with all their"
                    + " channels.");
        }
        return prefix.orElse("");
    }

    /** None unless they are named: who may publish is the operator's to say, and no further issuer's. */
    static Roles rolesOf(IssuerConfig config) {
        Set<String> allowed = config.allowedRoles().orElse(Set.of());
        return Roles.at(config.roles(), allowed.contains(ALL_ROLES) ? Optional.empty() : Optional.of(allowed));
    }

    private String variable(String setting) {
        return "USHER_ISSUER_" + name.toUpperCase(Locale.ROOT) + "_" + setting;
    }
}
