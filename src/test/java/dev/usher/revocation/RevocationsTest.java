package dev.usher.revocation;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import dev.usher.testing.FaultyChannels;
import dev.usher.testing.TestIssuer;
import dev.usher.testing.Vectors;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Revoking tokens. Each test has users of its own: what is revoked stays so. */
@QuarkusTest
@WithTestResource(FaultyChannels.class)
class RevocationsTest {

    private static final long SOON = Instant.now().plusSeconds(3600).getEpochSecond();

    private final String user = "user-" + UUID.randomUUID();
    private final String id = UUID.randomUUID().toString();

    @Test
    void refusesAllTokensOfAUserFromThenOn() {
        String before = TestIssuer.token(user);
        session(before).statusCode(200);

        revoke("{\"user\":\"%s\",\"until\":%d}".formatted(user, SOON))
                .statusCode(200)
                .contentType("application/json")
                .body("$", aMapWithSize(2))
                .body(
                        "revoked",
                        equalTo(Map.of(
                                "user",
                                user,
                                "until",
                                Instant.ofEpochSecond(SOON).toString())));

        refused(session(before));
        refused(session(TestIssuer.token(user)));
        refused(given().auth()
                .oauth2(before)
                .formParam("socket_id", "1.1")
                .formParam("channel_name", "private-user-" + user)
                .post("/pusher/auth")
                .then());
        session(TestIssuer.token(user + "1")).statusCode(200);
    }

    @Test
    void endsTheConnectionsOfTheUser() {
        revoke("{\"user\":\"a|%s\"}".formatted(user))
                .statusCode(200)
                .body("connections", equalTo(Map.of("user", "a=7C" + user, "terminated", true)));

        RestAssured.get(FaultyChannels.url("/last"))
                .then()
                .body(
                        "target",
                        startsWith("/apps/" + Vectors.APP_ID + "/users/a=7C" + user + "/terminate_connections?"));
    }

    @ParameterizedTest
    @CsvSource({"status-500, upstream-failed", "status-401, upstream-misconfigured", "hang, upstream-timeout"})
    void holdsAlthoughTheChannelsServerFails(String broken, String slug) {
        String token = TestIssuer.token(broken);
        session(token).statusCode(200);

        revoke("{\"user\":\"%s\",\"issued_before\":%d}".formatted(broken, SOON - 10))
                .statusCode(200)
                .body("revoked.user", equalTo(broken))
                .body("connections.user", equalTo(broken))
                .body("connections.terminated", equalTo(false))
                .body("connections.problem.type", equalTo("urn:usher:problem:" + slug));

        refused(session(token));
    }

    @Test
    void letsInWhoLogsInAgain() {
        long now = Instant.now().getEpochSecond();
        revoke("{\"user\":\"%s\",\"issued_before\":%d,\"until\":%d}".formatted(user, now, SOON))
                .statusCode(200)
                .body(
                        "revoked.issued_before",
                        equalTo(Instant.ofEpochSecond(now).toString()));

        refused(session(sign(TestIssuer.claims(user).issuedAt(now - 1))));
        session(sign(TestIssuer.claims(user).issuedAt(now))).statusCode(200);
    }

    @Test
    void refusesASingleToken() {
        String token = sign(TestIssuer.claims(user).claim("jti", id));
        session(token).statusCode(200);

        revoke("{\"token_id\":\"%s\"}".formatted(id))
                .statusCode(200)
                .body("revoked.token_id", equalTo(id))
                .body("connections", aMapWithSize(2))
                .body("connections.terminated", equalTo(false))
                .body("connections.reason", containsString("connections_of"));

        refused(session(token));
        session(TestIssuer.token(user)).statusCode(200);
    }

    @Test
    void refusesASingleTokenOfOneIssuer() {
        String token = sign(TestIssuer.claims(user).claim("jti", id));
        revoke("{\"token_id\":\"%s\",\"issuer\":\"https://other.example.com\"}".formatted(id))
                .statusCode(200)
                .body("revoked.issuer", equalTo("https://other.example.com"));
        session(token).statusCode(200);

        revoke("{\"token_id\":\"%s\",\"issuer\":\"%s\"}".formatted(id, TestIssuer.ISSUER))
                .statusCode(200);
        refused(session(token));
    }

    @Test
    void endsTheConnectionsOfWhomItIsTold() {
        revoke("{\"token_id\":\"%s\",\"connections_of\":\"%s\"}".formatted(id, user))
                .statusCode(200)
                .body("connections", equalTo(Map.of("user", user, "terminated", true)));
    }

    @Test
    void saysWhatHoldsWhenALongerRevocationHoldsAlready() {
        revoke("{\"user\":\"%s\",\"until\":%d}".formatted(user, SOON)).statusCode(200);
        String held = Instant.ofEpochSecond(SOON).toString();

        revoke("{\"user\":\"%s\",\"until\":%d}".formatted(user, SOON - 60))
                .statusCode(200)
                .body("revoked", equalTo(Map.of("user", user, "until", held)));
        revoke("{\"user\":\"%s\",\"until\":%d,\"issued_before\":%d}".formatted(user, SOON, SOON - 60))
                .statusCode(200)
                .body("revoked", equalTo(Map.of("user", user, "until", held)));
    }

    @Test
    void takesTimesAsRfc3339WritesThem() {
        String until = Instant.ofEpochSecond(SOON)
                .atOffset(java.time.ZoneOffset.ofHours(2))
                .toString();
        revoke("{\"user\":\"%s\",\"until\":\"%s\"}".formatted(user, until))
                .statusCode(200)
                .body("revoked.until", equalTo(Instant.ofEpochSecond(SOON).toString()));
    }

    @Test
    void takesANameThatNoChannelCanHave() {
        String name = "Zoë\\u0000 \\uD83D\\uDE00" + "x".repeat(2000);
        revoke("{\"user\":\"%s\"}".formatted(name))
                .statusCode(200)
                .body("connections.terminated", equalTo(false))
                .body("connections.reason", containsString("nobody is signed in"));
    }

    @Test
    void deniesWhoHasNotTheRole() {
        given().auth()
                .oauth2(TestIssuer.token("shop", "publisher", "bot"))
                .contentType(ContentType.JSON)
                .body("no JSON at all")
                .post("/revocations")
                .then()
                .statusCode(403)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:usher:problem:denied"));
    }

    @Test
    void asksForAToken() {
        given().contentType(ContentType.JSON)
                .body("{\"user\":\"42\"}")
                .post("/revocations")
                .then()
                .statusCode(401);
    }

    @ParameterizedTest
    @MethodSource("flawed")
    void namesTheFieldThatIsWrong(String field, String body) {
        revoke(body).statusCode(400).contentType("application/problem+json").body("field", equalTo(field));
    }

    static Stream<Arguments> flawed() {
        return Stream.concat(
                        Stream.of(
                                "user: {'user':42}",
                                "user: {'user':''}",
                                "user: {'user':' '}",
                                "user: {'user':['42']}",
                                "user: {'user':{'sub':'42'}}",
                                "user: {'user':'\\uD83D'}",
                                "user: {'user':'" + "x".repeat(RevocationRequest.MAX_TEXT + 1) + "'}",
                                "token_id: {'token_id':7}",
                                "token_id: {'token_id':'\\t'}",
                                "token_id: {'token_id':true}",
                                "issuer: {'user':'42','issuer':'https://x'}",
                                "issuer: {'token_id':'a','issuer':''}",
                                "issuer: {'token_id':'a','issuer':7}",
                                "issued_before: {'token_id':'a','issued_before':1700000000}",
                                "issued_before: {'user':'42','issued_before':'yesterday'}",
                                "issued_before: {'user':'42','issued_before':-1}",
                                "issued_before: {'user':'42','issued_before':'2033-05-18T03:33:20Z'}",
                                "connections_of: {'user':'42','connections_of':'auth0|1'}",
                                "connections_of: {'user':'42','connections_of':'..'}",
                                "connections_of: {'user':'42','connections_of':''}",
                                "connections_of: {'user':'42','connections_of':7}"),
                        Stream.of(
                                        "0",
                                        "-1",
                                        "1700000000",
                                        "1999999999999",
                                        "99999999999999999999",
                                        "-9223372036854775808",
                                        "9223372036854775807",
                                        "1.5",
                                        "1e3",
                                        "1e999999999",
                                        "true",
                                        "[]",
                                        "{}",
                                        "''",
                                        "'tomorrow'",
                                        "'1999999999'",
                                        "'2033-05-18'",
                                        "'2033-05-18T03:33:20'",
                                        "'2033-13-18T03:33:20Z'",
                                        "'2001-01-01T00:00:00Z'",
                                        "'2999-01-01T00:00:00Z'",
                                        "'+999999999-12-31T23:59:59Z'")
                                .map(until -> "until: {'user':'42','until':" + until + "}"))
                .map(row -> row.replace('\'', '"').split(": ", 2))
                .map(row -> Arguments.of(row[0], row[1]));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"user\":null}",
                "{\"until\":1999999999}",
                "{\"user\":\"1\",\"token_id\":\"a\"}",
                "{\"user\":\"1\",\"user\":\"2\"}",
                "{\"users\":[\"1\"]}",
                "{\"user\":\"1\",\"untill\":1999999999}",
            })
    void refusesWhatIsNoRequest(String body) {
        revoke(body).statusCode(400).contentType("application/problem+json").body("detail", not(empty()));
    }

    @Test
    void refusesABodyThatIsTooLarge() {
        revoke("{\"user\":\"" + "x".repeat(300_000) + "\"}")
                .statusCode(413)
                .body("type", equalTo("urn:usher:problem:too-large"));
    }

    private static ValidatableResponse revoke(String body) {
        return given().auth()
                .oauth2(TestIssuer.token("backend", "revoker"))
                .contentType(ContentType.JSON)
                .body(body)
                .post("/revocations")
                .then();
    }

    private static String sign(JwtClaimsBuilder claims) {
        return TestIssuer.sign(claims);
    }

    private static ValidatableResponse session(String token) {
        return given().auth().oauth2(token).get("/pusher/session").then();
    }

    private static void refused(ValidatableResponse response) {
        response.statusCode(401)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", startsWith("Bearer error=\"invalid_token\""))
                .body("type", equalTo("urn:usher:problem:token-invalid"));
    }
}
