package dev.usher.problem;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.testing.Channels;
import dev.usher.testing.LogLines;
import dev.usher.testing.TestIssuer;
import dev.usher.testing.Vectors;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.jwt.build.Jwt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The log says who was turned away and why, under the document's instance, and holds nothing that opens a door. */
@QuarkusTest
@WithTestResource(Channels.class)
class LogTest {

    @RegisterExtension
    static final LogLines lines = new LogLines();

    @Test
    void saysWhoWasDenied() {
        String token = TestIssuer.token("auth0|1");
        String line = lines.line(refused(token, 403));
        assertTrue(line.contains("outcome=deny action=subscribe channel=\"private-user-43\" user=\"auth0=7C1\""), line);
        assertHoldsNothingThatOpensADoor(token);
    }

    @Test
    void saysWhyATokenWasNotBelieved() {
        String other = TestIssuer.sign(TestIssuer.claims("42").audience("other"));
        assertTrue(lines.line(refused(other, 401)).contains("it is for another audience"), lines.toString());
        assertHoldsNothingThatOpensADoor(other);
        String forged = other.substring(0, other.length() - 8) + "AAAAAAAA";
        assertTrue(lines.line(refused(forged, 401)).contains("its signature is wrong"), lines.toString());
        assertHoldsNothingThatOpensADoor(forged);
    }

    @Test
    void saysThatATokenNamesNobody() {
        String nobody = TestIssuer.sign(Jwt.claims()
                .issuer(TestIssuer.ISSUER)
                .audience(TestIssuer.AUDIENCE)
                .expiresIn(300));
        assertTrue(lines.line(refused(nobody, 401)).contains("it lacks sub"), lines.toString());
    }

    @Test
    void holdsNoSignatureOfWhatWasAllowed() {
        String token = TestIssuer.token("43");
        String auth = given().auth()
                .oauth2(token)
                .formParam("socket_id", "1.1")
                .formParam("channel_name", "private-user-43")
                .post("/pusher/auth")
                .then()
                .statusCode(200)
                .extract()
                .path("auth");
        assertTrue(lines.toString().contains("1.1 may join private-user-43"), lines.toString());
        assertFalse(lines.toString().contains(auth.substring(auth.indexOf(':') + 1)));
        assertHoldsNothingThatOpensADoor(token);
    }

    private static String refused(String token, int status) {
        return given().auth()
                .oauth2(token)
                .formParam("socket_id", "1.1")
                .formParam("channel_name", "private-user-43")
                .post("/pusher/auth")
                .then()
                .statusCode(status)
                .extract()
                .path("instance");
    }

    private void assertHoldsNothingThatOpensADoor(String token) {
        assertFalse(lines.toString().contains(token.substring(token.indexOf('.'))));
        assertFalse(lines.toString().contains(Vectors.SECRET));
    }
}
