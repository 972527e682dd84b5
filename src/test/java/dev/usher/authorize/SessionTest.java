package dev.usher.authorize;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.usher.testing.Channels;
import dev.usher.testing.TestIssuer;
import dev.usher.testing.Vectors;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(Channels.class)
class SessionTest {

    @Test
    void tellsAPageAllThatItNeeds() {
        Instant end = Instant.parse("2033-05-18T03:33:20Z");

        session(TestIssuer.claims("auth0|1")
                        .expiresAt(end)
                        .claim("teams", List.of("red", "b lue"))
                        .claim("org", Map.of("id", "acme")))
                .statusCode(200)
                .contentType("application/json")
                .body("user.id", equalTo("auth0=7C1"))
                .body("user.channel", equalTo("private-user-auth0=7C1"))
                .body("channels.names", hasItem("private-user-auth0=7C1"))
                .body("channels.names", hasItem("private-encrypted-user-auth0=7C1"))
                .body("channels.names", hasItem("private-team-red"))
                .body("channels.names", hasItem("presence-team-b=20lue"))
                .body("channels.patterns", contains("private-tenant-acme=.*"))
                .body("channels.complete", equalTo(true))
                .body("expires_at", equalTo("2033-05-18T03:33:20Z"))
                .body("connect.key", equalTo(Vectors.KEY))
                .body("connect.host", equalTo("127.0.0.1"))
                .body("connect.tls", equalTo(false))
                .body("connect", not(hasKey("cluster")));
    }

    @Test
    void namesOnlyWhatTheRolesOfTheCallerOpen() {
        session(TestIssuer.claims("42")).body("channels.patterns", empty());
        session(TestIssuer.claims("42").groups("clerk"))
                .body("channels.patterns", hasItem("private-orders_*"))
                .body("channels.names", hasItem("private-a=b@c,d.e;f_G-9"));
    }

    @Test
    void namesNothingThatTheCallerCouldNotJoin() {
        List<String> names = session(TestIssuer.claims("encrypted-x").claim("teams", List.of("x".repeat(200))))
                .statusCode(200)
                .extract()
                .path("channels.names");

        assertEquals(
                List.of(), names.stream().filter(name -> name.contains("xxx")).toList());
        for (String name : names) {
            given().auth()
                    .oauth2(TestIssuer.token("encrypted-x"))
                    .formParam("socket_id", "1.1")
                    .formParam("channel_name", name)
                    .post("/pusher/auth")
                    .then()
                    .statusCode(200);
        }
    }

    @Test
    void saysSoWhenThereAreMoreChannelsThanItNames() {
        List<String> teams = IntStream.range(0, 600).mapToObj(i -> "t" + i).toList();

        session(TestIssuer.claims("42").claim("teams", teams))
                .statusCode(200)
                .body("channels.names", hasSize(1000))
                .body("channels.complete", equalTo(false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"9223372036854775807", "253402300800", "1e30"})
    void believesNoTokenWhoseEndNoCalendarHas(String exp) {
        String token = TestIssuer.signPayload("{\"iss\":\"%s\",\"aud\":\"%s\",\"exp\":%s,\"sub\":\"42\"}"
                .formatted(TestIssuer.ISSUER, TestIssuer.AUDIENCE, exp));

        given().auth()
                .oauth2(token)
                .get("/pusher/session")
                .then()
                .statusCode(401)
                .body("type", equalTo("urn:usher:problem:token-invalid"));
    }

    @Test
    void keepsTheSecretsToItself() {
        String body = session(TestIssuer.claims("42")).extract().asString();

        assertFalse(body.contains(Vectors.SECRET));
        assertFalse(body.contains(Vectors.MASTER_KEY));
    }

    @Test
    void asksForAToken() {
        given().get("/pusher/session").then().statusCode(401).body("type", equalTo("urn:usher:problem:token-missing"));
    }

    private static ValidatableResponse session(JwtClaimsBuilder claims) {
        return given().auth()
                .oauth2(TestIssuer.sign(claims))
                .get("/pusher/session")
                .then();
    }
}
