package dev.usher.limits;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.usher.testing.Channels;
import dev.usher.testing.TestIssuer;
import dev.usher.testing.UsherEnvironment;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who calls too often is turned away, and nobody else. Each test has users and addresses of its own. */
@QuarkusTest
@TestProfile(RateLimitTest.Settings.class)
@WithTestResource(Channels.class)
class RateLimitTest {

    /** More than the bursts, and sent faster than the rates allow. */
    private static final int FLOOD = 100;

    public static final class Settings implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "usher.gateway.networks", "127.0.0.0/8,::1",
                    "usher.limits.user-rate", "1",
                    "usher.limits.user-burst", "5",
                    "usher.limits.address-rate", "1",
                    "usher.limits.address-burst", "20");
        }
    }

    @Test
    void turnsAUserAwayFromWhateverAddress() {
        Response refused = flood(i -> call("192.0.2." + i, TestIssuer.token("eve"), "POST", "/pusher/auth"));
        refused.then()
                .contentType("application/problem+json")
                .header("Retry-After", matchesPattern("[1-9]"))
                .header("Access-Control-Allow-Origin", UsherEnvironment.ALLOWED_ORIGIN)
                .body("type", equalTo("urn:usher:problem:too-many-requests"))
                .body("detail", equalTo("The user makes too many calls; wait before the next one."));
        assertEquals(200, session("192.0.2.1", "mallory"));
    }

    @Test
    void turnsAnAddressAwayWhateverItsTokens() {
        Response refused = flood(i -> call("198.51.100.1", "bogus" + i, "POST", "/pusher/auth"));
        refused.then()
                .contentType("application/problem+json")
                .header("Retry-After", matchesPattern("[1-9]"))
                .header("Access-Control-Allow-Origin", UsherEnvironment.ALLOWED_ORIGIN)
                .body("type", equalTo("urn:usher:problem:too-many-requests"))
                .body("detail", equalTo("Too many calls come from the address; wait before the next one."));
        assertEquals(200, session("198.51.100.2", "alice"));
    }

    @Test
    void takesTheAddressesOfOneSubscriberForOne() {
        assertEquals(
                429,
                flood(i -> call("2001:db8::%x".formatted(i), "bogus", "GET", "/pusher/session"))
                        .statusCode());
        assertEquals(200, session("2001:db8:0:1::1", "bob"));
    }

    /** Bogus tokens and none: what is no call of a user's must not be one without a limit either. */
    @ParameterizedTest
    @CsvSource({
        "203.0.113.1, POST, /pusher/user-auth",
        "203.0.113.2, GET, /pusher/session",
        "203.0.113.3, POST, /pusher/auth;x=1",
        "203.0.113.4, POST, /pusher//auth",
        "203.0.113.5, POST, /p%75sher/%61uth",
        "203.0.113.6, POST, /pusher/./auth",
        "203.0.113.7, POST, /pusher;x/auth/",
    })
    void knowsABrowsersCallHoweverItIsWritten(String address, String method, String path) {
        assertEquals(429, flood(i -> call(address, "bogus", method, path)).statusCode());
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.11, GET, /channels, 200",
        "203.0.113.12, POST, /events, 415",
        "203.0.113.13, POST, /pusher/webhook, 401"
    })
    void doesNotCountTheCallsOfServers(String address, String method, String path, int status) {
        String token = TestIssuer.token("backend", "publisher");
        for (int i = 0; i < FLOOD; i++) {
            assertEquals(status, call(address, token, method, path).statusCode());
        }
    }

    private static int session(String address, String user) {
        return call(address, TestIssuer.token(user), "GET", "/pusher/session").statusCode();
    }

    private interface Calls {
        Response make(int number);
    }

    private static Response flood(Calls calls) {
        return Stream.iterate(0, i -> i + 1)
                .limit(FLOOD)
                .map(calls::make)
                .filter(answer -> answer.statusCode() == 429)
                .findFirst()
                .orElseThrow(() -> new AssertionError("nobody was turned away"));
    }

    private static Response call(String address, String token, String method, String path) {
        return given().urlEncodingEnabled(false)
                .header("Origin", UsherEnvironment.ALLOWED_ORIGIN)
                .header("X-Forwarded-For", "6.6.6.6, " + address)
                .auth()
                .oauth2(token)
                .request(method, path);
    }
}
