package dev.usher.testing;

import dev.usher.identity.Algorithm;
import dev.usher.identity.Issuer;
import dev.usher.identity.Issuer.Subjects;
import dev.usher.identity.KeyLocation;
import dev.usher.identity.Roles;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Issuers of which it only matters whom their tokens speak for. */
public final class SomeIssuer {

    private SomeIssuer() {}

    /** One that puts its roles at that path. */
    public static Issuer withRolesAt(String path) {
        return of("https://issuer.example.com", "", Roles.at(path, Optional.empty()));
    }

    /** One that puts that before its subjects, and can grant those roles. */
    public static Issuer of(String iss, String prefix, Roles roles) {
        return new Issuer(
                "some",
                iss,
                new KeyLocation.Inline(""),
                "",
                Set.of("usher"),
                Set.of(Algorithm.RS256),
                Optional.empty(),
                new Subjects("sub", prefix),
                roles,
                Duration.ZERO);
    }
}
