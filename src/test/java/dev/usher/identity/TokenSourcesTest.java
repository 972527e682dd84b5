package dev.usher.identity;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.testing.Channels;
import dev.usher.testing.TestIssuer;
import dev.usher.testing.UsherEnvironment;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.CDI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With a cookie and a gateway's header beside the Authorization header. */
@QuarkusTest
@WithTestResource(Channels.class)
@TestProfile(TokenSourcesTest.CookieAndGateway.class)
class TokenSourcesTest {

    private static final String COOKIE = "session";
    private static final String GATEWAY = "X-Token";

    @TestHTTPResource(value = "/metrics", management = true)
    String metrics = "";

    private final String token = TestIssuer.token("42");
    private final String other = TestIssuer.token("43");

    @Test
    void verifiesTokensByItsOwnMechanismAndNoOther() {
        List<String> mechanisms = CDI.current().select(HttpAuthenticationMechanism.class, Any.Literal.INSTANCE).stream()
                .map(mechanism -> mechanism.getClass().getSimpleName())
                .toList();
        assertEquals(List.of("TokenMechanism"), mechanisms);
    }

    @Test
    void takesATokenFromTheHeaderAsEver() {
        assertStatus(200, call().header("Authorization", "Bearer " + token));
        assertStatus(200, call().header("Authorization", "bEARER   " + token));
    }

    @Test
    void takesATokenFromTheCookieOfAPageThatMayCall() {
        assertStatus(200, call().header("Cookie", "a=b; session=" + token).header("Sec-Fetch-Site", "same-origin"));
        assertStatus(
                200, call().header("Cookie", "session=" + token).header("Origin", UsherEnvironment.ALLOWED_ORIGIN));
        assertStatus(
                200,
                call().header("Cookie", "session=" + token)
                        .header("Origin", UsherEnvironment.ALLOWED_ORIGIN)
                        .header("Sec-Fetch-Site", "cross-site"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "none", "same-site", "cross-site", "Same-Origin", "same-origin, cross-site"})
    void refusesACookieThatAnyPageMayHaveHadSent(String site) {
        call().header("Cookie", "session=" + token)
                .header("Sec-Fetch-Site", site)
                .post("/pusher/auth")
                .then()
                .statusCode(403)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:usher:problem:cross-site-request"));
        assertStatus(403, call().header("Cookie", "session=" + token));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example.com", "null", "https://app.example.com.evil.example.com"})
    void refusesACookieFromAnotherOrigin(String origin) {
        assertStatus(
                403,
                call().header("Cookie", "session=" + token)
                        .header("Origin", origin)
                        .header("Sec-Fetch-Site", "same-origin"));
    }

    @Test
    void letsAnyPageAskWhatItCannotReadWithTheCookie() {
        given().header("Cookie", "session=" + token)
                .get("/pusher/session")
                .then()
                .statusCode(200)
                // Nor may a cache on the way hand it to the next, which knows nothing of the cookie.
                .header("Cache-Control", "no-store");
    }

    @Test
    void letsBrowsersSendTheCookieFromTheConfiguredOriginsAlone() {
        given().header("Origin", UsherEnvironment.ALLOWED_ORIGIN)
                .header("Access-Control-Request-Method", "POST")
                .options("/pusher/auth")
                .then()
                .statusCode(200)
                .header("Access-Control-Allow-Origin", UsherEnvironment.ALLOWED_ORIGIN)
                .header("Access-Control-Allow-Credentials", "true");
        given().header("Origin", "https://evil.example.com")
                .header("Access-Control-Request-Method", "POST")
                .options("/pusher/auth")
                .then()
                .statusCode(403)
                .header("Access-Control-Allow-Credentials", nullValue());
    }

    @Test
    void takesATokenFromTheGatewayThatItTrusts() {
        assertStatus(200, call().header(GATEWAY, token));
    }

    @Test
    void refusesToGuessWhichTokenCounts() {
        String bearer = "Bearer " + token;
        assertStatus(401, call().header("Authorization", bearer).header(GATEWAY, other));
        assertStatus(401, call().header("Authorization", bearer).header("Cookie", "session=" + other));
        assertStatus(401, call().header(GATEWAY, token).header("Cookie", "session=" + other));
        assertStatus(401, call().header("Cookie", "session=" + token + "; session=" + token));
        assertStatus(401, call().header("Cookie", "session=" + token + ";session=" + other));
        // The same one twice is one; and where it did not come by itself, no page can have had it sent.
        assertStatus(200, call().header("Authorization", bearer).header("Cookie", "session=" + token));
        assertStatus(200, call().header("Authorization", bearer).header(GATEWAY, token));
    }

    @ParameterizedTest
    @CsvSource({"Authorization, Bearer ", "X-Token, ''"})
    void refusesAHeaderTwice(String header, String scheme) {
        assertStatus(401, call().header(header, scheme + " " + token, scheme + " " + token));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Bearer %s, Bearer %s", "Bearer %s %s", "Bearer %s,%s", "Bearer", "Bearer \"%s\"", "Bearer\t%s"})
    void refusesABearerThatIsNoToken(String header) {
        call().header("Authorization", header.formatted(token, token))
                .post("/pusher/auth")
                .then()
                .statusCode(401)
                .body("type", equalTo("urn:usher:problem:token-invalid"));
    }

    @Test
    void refusesARevokedTokenThatItRemembersAndCountsWhy() {
        String user = "revoked-" + UUID.randomUUID();
        String token = TestIssuer.token(user);
        double hits = count("usher_token_cache_total{result=\"hit\"}");
        double misses = count("usher_token_cache_total{result=\"miss\"}");
        double believed = count("usher_tokens_total{outcome=\"believed\"}");
        session(token, 200);
        session(token, 200);
        assertEquals(misses + 1, count("usher_token_cache_total{result=\"miss\"}"));
        assertEquals(hits + 1, count("usher_token_cache_total{result=\"hit\"}"));
        assertEquals(believed + 2, count("usher_tokens_total{outcome=\"believed\"}"));

        given().header(GATEWAY, TestIssuer.token("backend", "revoker"))
                .contentType(ContentType.JSON)
                .body(Map.of("token_id", "of nobody", "issuer", TestIssuer.ISSUER))
                .post("/revocations")
                .then()
                .statusCode(200);
        session(token, 200);
        given().header(GATEWAY, TestIssuer.token("backend", "revoker"))
                .contentType(ContentType.JSON)
                .body(Map.of("user", user))
                .post("/revocations")
                .then()
                .statusCode(200);

        double revoked = count("usher_tokens_total{outcome=\"revoked\"}");
        session(token, 401);
        session(token, 401);
        assertEquals(revoked + 2, count("usher_tokens_total{outcome=\"revoked\"}"));
        assertTrue(count("usher_revocations") >= 2);
    }

    private static void session(String token, int status) {
        given().header(GATEWAY, token).get("/pusher/session").then().statusCode(status);
    }

    /** 0 before it was counted for the first time. */
    private double count(String series) {
        String exposed = given().get(metrics).then().statusCode(200).extract().asString();
        return exposed.lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .sum();
    }

    private static RequestSpecification call() {
        return given().formParam("socket_id", "1.1").formParam("channel_name", "private-user-42");
    }

    private static void assertStatus(int status, RequestSpecification call) {
        call.post("/pusher/auth").then().statusCode(status);
    }

    /** The gateway is this machine. */
    public static final class CookieAndGateway implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "usher.token.cookie", COOKIE,
                    "usher.token.gateway-header", GATEWAY,
                    "usher.gateway.networks", "10.0.0.0/8,127.0.0.1,::1");
        }
    }
}
