package dev.usher.wiring;

import dev.usher.identity.Algorithm;
import dev.usher.identity.Issuer;
import dev.usher.identity.Issuer.Subjects;
import dev.usher.identity.Issuers;
import dev.usher.identity.KeyLocation;
import dev.usher.identity.Roles;
import dev.usher.wiring.IssuersConfig.IssuerConfig;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.Config;

/**
 * The issuers as far as it matters to questions about the policy: whom their tokens speak for, and which roles those
 * have. Nothing of them need be configured, and no token can be verified.
 */
final class SupposedIssuers {

    private static final String UNNAMED = "default";

    private SupposedIssuers() {}

    /** @throws ConfigurationException if two of them cannot be told apart */
    static Issuers of(IssuersConfig further, Config config) {
        Optional<String> first = config.getOptionalValue(ConfiguredIssuers.ISS, String.class);
        List<Issuer> issuers = new ArrayList<>();
        if (first.isPresent() || further.issuers().isEmpty()) {
            issuers.add(issuer(first.orElse(UNNAMED), new Subjects("sub", ""), ConfiguredIssuers.rolesOfFirst(config)));
        }
        further.issuers().forEach((name, issuer) -> issuers.add(named(name, issuer)));
        try {
            return new Issuers(issuers);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("The issuers: " + e.getMessage() + ".");
        }
    }

    private static Issuer named(String name, IssuerConfig config) {
        Subjects subjects =
                new Subjects(config.subject(), config.subjectPrefix().orElse(""));
        return issuer(config.iss().orElse(name), subjects, NamedIssuer.rolesOf(config));
    }

    private static Issuer issuer(String iss, Subjects subjects, Roles roles) {
        return new Issuer(
                iss,
                iss,
                new KeyLocation.Inline(""),
                "",
                Set.of(UNNAMED),
                Set.of(Algorithm.RS256),
                Optional.empty(),
                subjects,
                roles,
                Duration.ZERO);
    }
}
