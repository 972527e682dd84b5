package dev.usher.identity;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import dev.usher.testing.Channels;
import dev.usher.testing.TestIssuer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.junit.jupiter.api.Test;

/** Two issuers side by side: whoever signs with the keys of one is nobody at the other. */
@QuarkusTest
@WithTestResource(Channels.class)
@TestProfile(SeveralIssuersTest.WithAPartner.class)
class SeveralIssuersTest {

    private static final String PARTNER = "https://partner.example.com";
    private static final String PARTNER_KEY = "test-partner";

    @Test
    void knowsTheUsersOfEachUnderNamesThatDiffer() {
        join(TestIssuer.token("42"), "private-user-42").statusCode(200);
        join(partner(claims("42"), PARTNER_KEY), "private-user-42").statusCode(403);
        join(partner(claims("42"), PARTNER_KEY), "private-user-partner=3A42").statusCode(200);
    }

    @Test
    void takesNobodyForAUserOfTheOther() {
        join(TestIssuer.token("partner:42"), "private-user-partner=3A42")
                .statusCode(401)
                .body("type", equalTo("urn:usher:problem:token-invalid"));
    }

    @Test
    void bindsEachIssuerToItsOwnKeys() {
        join(partner(claims("42"), TestIssuer.RSA), "private-user-partner=3A42").statusCode(401);
        join(partner(TestIssuer.claims("42"), PARTNER_KEY), "private-user-42").statusCode(401);
    }

    @Test
    void bindsEachIssuerToItsOwnAudienceAndAlgorithms() {
        join(partner(claims("42").audience("usher"), PARTNER_KEY), "private-user-partner=3A42")
                .statusCode(401);
        String other = claims("42")
                .jws()
                .algorithm(SignatureAlgorithm.RS256)
                .keyId(PARTNER_KEY)
                .sign(TestIssuer.key(PARTNER_KEY).getPrivateKey());
        join(other, "private-user-partner=3A42").statusCode(401);
    }

    @Test
    void letsAFurtherIssuerGrantNoRoleThatItMayNot() {
        // Here a role decides, and the first issuer may grant any.
        join(TestIssuer.token("42", "clerk"), "private-orders_1").statusCode(200);
        join(partner(claims("42").claim("roles", Set.of("clerk")), PARTNER_KEY), "private-orders_1")
                .statusCode(403);
    }

    private static JwtClaimsBuilder claims(String subject) {
        return Jwt.claims()
                .subject(subject)
                .issuer(PARTNER)
                .audience("realtime")
                .expiresIn(300);
    }

    private static String partner(JwtClaimsBuilder claims, String key) {
        return claims.jws()
                .algorithm(SignatureAlgorithm.PS256)
                .keyId(key)
                .sign(TestIssuer.key(key).getPrivateKey());
    }

    private static ValidatableResponse join(String token, String channel) {
        return given().auth()
                .oauth2(token)
                .formParam("socket_id", "1.1")
                .formParam("channel_name", channel)
                .post("/pusher/auth")
                .then();
    }

    /** A partner beside the issuer of the tests. */
    public static final class WithAPartner implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> config = new HashMap<>();
            config.put("usher.issuer.partner.iss", PARTNER);
            config.put("usher.issuer.partner.keys", keys().toString());
            config.put("usher.issuer.partner.audiences", "realtime,other");
            config.put("usher.issuer.partner.algorithms", "PS256");
            config.put("usher.issuer.partner.subject-prefix", "partner:");
            config.put("usher.issuer.partner.roles", "roles");
            config.put("usher.issuer.partner.allowed-roles", "guest");
            return config;
        }

        private static Path keys() {
            try {
                Path file = Files.createTempFile("usher-test", ".partner.json");
                file.toFile().deleteOnExit();
                return Files.writeString(
                        file, new JsonWebKeySet(TestIssuer.key(PARTNER_KEY)).toJson(OutputControlLevel.PUBLIC_ONLY));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
