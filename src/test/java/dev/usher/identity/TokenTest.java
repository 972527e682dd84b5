package dev.usher.identity;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import dev.usher.testing.Channels;
import dev.usher.testing.TestIssuer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which tokens are believed. Each refused one differs from a good one in a single respect. */
@QuarkusTest
@WithTestResource(Channels.class)
class TokenTest {

    @Test
    void believesRs256AndEs256() {
        present(TestIssuer.sign(claims(), SignatureAlgorithm.RS256, TestIssuer.RSA))
                .statusCode(200);
        present(TestIssuer.sign(claims(), SignatureAlgorithm.ES256, TestIssuer.EC))
                .statusCode(200);
    }

    @Test
    void believesOneOfSeveralAudiences() {
        present(TestIssuer.sign(claims().audience(Set.of("other", TestIssuer.AUDIENCE))))
                .statusCode(200);
    }

    @Test
    void believesATokenThatDoesNotSayWhenItWasIssued() {
        present(raw(good())).statusCode(200);
    }

    @Test
    void allowsForClocksThatDifferByHalfAMinute() {
        present(raw(expiredFor(15))).statusCode(200);
        present(raw(expiredFor(45))).statusCode(401).body("type", equalTo("urn:usher:problem:token-expired"));
    }

    @Test
    void asksForATokenWhereThereIsNone() {
        given().formParam("socket_id", "1.1")
                .formParam("channel_name", "private-user-42")
                .post("/pusher/auth")
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", "Bearer")
                .body("type", equalTo("urn:usher:problem:token-missing"));
    }

    @Test
    void tellsAnExpiredTokenApart() {
        JwtClaims expired = good();
        expired.setExpirationTimeMinutesInTheFuture(-5);
        present(raw(expired))
                .statusCode(401)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", allOf(containsString("invalid_token"), containsString("expired")))
                .body("type", equalTo("urn:usher:problem:token-expired"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badTokens")
    void refusesTokensThatLackSomething(String what, String token) {
        assertInvalid(token);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "..",
                "a.b.c",
                "e30.e30.",
                "eyJhbGciOiJSUzI1NiJ9.e30.AAAA",
                "eyJhbGciOiJSUzI1NiJ9.bm90IGpzb24.AAAA",
                "null",
            })
    void refusesWhatIsNoToken(String token) {
        assertInvalid(token);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic dXNlcjpwYXNz", "Bearer", "Bearer ", "bearer", "Token x", ""})
    void takesOtherCredentialsForNone(String header) {
        given().header("Authorization", header)
                .formParam("socket_id", "1.1")
                .formParam("channel_name", "private-user-42")
                .post("/pusher/auth")
                .then()
                .statusCode(401)
                .contentType("application/problem+json");
    }

    @Test
    void doesNotTakeATokenFromACookieOrTheBody() {
        given().cookie("Bearer", TestIssuer.token("42"))
                .formParam("access_token", TestIssuer.token("42"))
                .formParam("socket_id", "1.1")
                .formParam("channel_name", "private-user-42")
                .post("/pusher/auth")
                .then()
                .statusCode(401);
    }

    static Stream<Object[]> badTokens() throws Exception {
        return Stream.of(
                bad("another issuer", TestIssuer.sign(claims().issuer("https://evil.example.com"))),
                bad("another audience", TestIssuer.sign(claims().audience("other"))),
                bad("no issuer", without("iss")),
                bad("no audience", without("aud")),
                bad("no expiry", without("exp")),
                bad("no subject", without("sub")),
                bad("an empty subject", withSubject("")),
                bad("a blank subject", withSubject(" ")),
                bad("a number for a subject", withSubject(42)),
                bad("null for a subject", withSubject(null)),
                bad("a list for a subject", withSubject(List.of("42"))),
                bad("an object for groups", with("groups", java.util.Map.of("a", 1))),
                bad("nothing among groups", with("groups", Arrays.asList("a", null))),
                bad("a truth for groups", with("groups", true)),
                bad(
                        "not valid yet",
                        TestIssuer.sign(claims().claim("nbf", Instant.now().getEpochSecond() + 600))),
                bad("text for an expiry", with("exp", "tomorrow")),
                bad("an unknown key", unknownKey()),
                bad(
                        "an unknown key id",
                        claims().jws()
                                .keyId("nobody")
                                .sign(TestIssuer.key(TestIssuer.RSA).getPrivateKey())),
                bad("a cut signature", cut(TestIssuer.token("42"))),
                bad("a changed claim", tampered(TestIssuer.token("42"))),
                bad("alg none", unsigned()),
                bad("HS256 under the public key", confused()),
                bad("RS512", TestIssuer.sign(claims(), SignatureAlgorithm.RS512, TestIssuer.RSA)),
                bad("PS256", TestIssuer.sign(claims(), SignatureAlgorithm.PS256, TestIssuer.RSA)));
    }

    private static Object[] bad(String what, String token) {
        return new Object[] {what, token};
    }

    private static JwtClaimsBuilder claims() {
        return TestIssuer.claims("42");
    }

    private static JwtClaims good() {
        JwtClaims claims = new JwtClaims();
        claims.setSubject("42");
        claims.setIssuer(TestIssuer.ISSUER);
        claims.setAudience(TestIssuer.AUDIENCE);
        claims.setExpirationTimeMinutesInTheFuture(5);
        return claims;
    }

    private static JwtClaims expiredFor(int seconds) {
        JwtClaims claims = good();
        claims.setExpirationTime(NumericDate.fromSeconds(Instant.now().getEpochSecond() - seconds));
        return claims;
    }

    private static String without(String claim) {
        JwtClaims claims = good();
        claims.unsetClaim(claim);
        return raw(claims);
    }

    private static String withSubject(@Nullable Object subject) {
        return with("sub", subject);
    }

    private static String with(String claim, @Nullable Object value) {
        JwtClaims claims = good();
        claims.setClaim(claim, value);
        return raw(claims);
    }

    /** Signs exactly these claims; the builder would add some of its own. */
    private static String raw(JwtClaims claims) {
        return compact(claims, "RS256", TestIssuer.key(TestIssuer.RSA).getPrivateKey());
    }

    private static String confused() {
        byte[] publicKey = TestIssuer.key(TestIssuer.RSA)
                .toJson(OutputControlLevel.PUBLIC_ONLY)
                .getBytes(StandardCharsets.UTF_8);
        return compact(good(), "HS256", new HmacKey(publicKey));
    }

    private static String compact(JwtClaims claims, String algorithm, java.security.Key key) {
        try {
            JsonWebSignature signature = new JsonWebSignature();
            signature.setPayload(claims.toJson());
            signature.setAlgorithmHeaderValue(algorithm);
            signature.setKeyIdHeaderValue(TestIssuer.RSA);
            signature.setKey(key);
            return signature.getCompactSerialization();
        } catch (org.jose4j.lang.JoseException e) {
            throw new AssertionError(e);
        }
    }

    private static String unknownKey() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return Jwt.claims()
                .subject("42")
                .issuer(TestIssuer.ISSUER)
                .audience(TestIssuer.AUDIENCE)
                .expiresIn(300)
                .jws()
                .keyId(TestIssuer.RSA)
                .sign(generator.generateKeyPair().getPrivate());
    }

    private static String unsigned() {
        return encode("{\"alg\":\"none\"}") + "." + encode(good().toJson()) + ".";
    }

    private static String tampered(String token) {
        String[] parts = token.split("\\.");
        String payload = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        return parts[0] + "." + encode(payload.replace("\"42\"", "\"43\"")) + "." + parts[2];
    }

    private static String cut(String token) {
        return token.substring(0, token.lastIndexOf('.') + 1);
    }

    private static String encode(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertInvalid(String token) {
        present(token)
                .statusCode(401)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", containsString("error=\"invalid_token\""))
                .body("type", equalTo("urn:usher:problem:token-invalid"))
                .body("detail", not(containsString("Exception")));
    }

    /** Shows the token where it would have to be 42's, or anyone's, to succeed. */
    private static ValidatableResponse present(String token) {
        return given().auth()
                .oauth2(token)
                .formParam("socket_id", "1.1")
                .formParam("channel_name", "private-user-42")
                .post("/pusher/auth")
                .then();
    }
}
