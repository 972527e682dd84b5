package dev.usher.wiring;

import dev.usher.identity.Algorithm;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Further issuers, by name, beside the one of {@code MP_JWT_VERIFY_ISSUER} or in its place. */
@ConfigMapping(prefix = "usher.issuer")
interface IssuersConfig {

    @WithParentName
    Map<String, IssuerConfig> issuers();

    /** One issuer. */
    interface IssuerConfig {

        /** The {@code iss} of its tokens. */
        Optional<String> iss();

        /** Its keys: a PEM file, a JWKS file, a secret's file, or the URL of a JWKS. */
        Optional<String> keys();

        /** What {@code aud} must name, one of these. */
        Optional<List<String>> audiences();

        /** How its tokens may be signed. */
        @WithDefault("RS256,ES256")
        Set<Algorithm> algorithms();

        /** The {@code typ} that its tokens must have, such as {@code at+jwt}. */
        Optional<String> type();

        /** The claim that names the user. */
        @WithDefault("sub")
        String subject();

        /** What is put before the name of its users, so that none is taken for another issuer's. */
        Optional<String> subjectPrefix();

        /** That its users are the same as those of the other issuers that have no prefix. */
        @WithDefault("false")
        boolean sharesSubjects();

        /** Where its tokens hold the roles. */
        @WithDefault("groups")
        String roles();

        /** The roles that it may grant; {@code *} for all. */
        Optional<Set<String>> allowedRoles();

        /** How much its clock may differ. */
        @WithDefault("30s")
        Duration clockSkew();
    }
}
