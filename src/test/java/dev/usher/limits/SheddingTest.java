package dev.usher.limits;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import dev.usher.testing.Channels;
import dev.usher.testing.TestIssuer;
import dev.usher.testing.UsherEnvironment;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of calls while the event loops are behind, or too many wait for something else. */
@QuarkusTest
@TestProfile(SheddingTest.Settings.class)
@WithTestResource(Channels.class)
class SheddingTest {

    public static final class Settings implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("usher.limits.lag", "100ms");
        }

        @Override
        public Set<Class<?>> getEnabledAlternatives() {
            return Set.of(SettableCongestion.class);
        }
    }

    /** As late as a test says. */
    @Alternative
    @Singleton
    static final class SettableCongestion implements Congestion {

        static volatile Duration lag = Duration.ZERO;

        @Override
        public long lagNanos() {
            return lag.toNanos();
        }
    }

    @AfterEach
    void calmDown() {
        SettableCongestion.lag = Duration.ZERO;
    }

    @ParameterizedTest
    @CsvSource({
        "100, GET, /pusher/session, 200",
        "101, GET, /pusher/session, 503",
        "101, POST, /pusher/auth, 503",
        "101, POST, /pusher/user-auth, 503",
        "101, POST, /pusher/auth;x=1, 503",
        "101, POST, /p%75sher/auth, 503",
        "101, GET, /channels, 403",
        "200, GET, /channels, 403",
        "201, GET, /channels, 503",
        "201, POST, /events, 503",
        "200, POST, /pusher/webhook, 401",
        "201, POST, /pusher/webhook, 503",
        "201, GET, /usher.js, 503",
    })
    void turnsBrowsersAwayFirst(int lagMillis, String method, String path, int status) {
        SettableCongestion.lag = Duration.ofMillis(lagMillis);
        call(method, path).statusCode(status);
    }

    @Test
    void tellsAPageWhenToComeBack() {
        SettableCongestion.lag = Duration.ofSeconds(1);
        call("POST", "/pusher/auth")
                .statusCode(503)
                .contentType("application/problem+json")
                .header("Retry-After", matchesPattern("[1-4]"))
                .header("Access-Control-Allow-Origin", UsherEnvironment.ALLOWED_ORIGIN)
                .header("Access-Control-Expose-Headers", equalTo("Retry-After,WWW-Authenticate"))
                .body("type", equalTo("urn:usher:problem:overloaded"));
    }

    @Test
    void looksAtNoTokenOfACallThatItTurnsAway() {
        SettableCongestion.lag = Duration.ofSeconds(1);
        given().auth().oauth2("x.y.z").post("/pusher/auth").then().statusCode(503);
    }

    @Test
    void answersAgainWhenItIsOver() {
        SettableCongestion.lag = Duration.ofSeconds(1);
        call("GET", "/pusher/session").statusCode(503);
        SettableCongestion.lag = Duration.ZERO;
        call("GET", "/pusher/session").statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/pusher/auth", "/events"})
    void answersABrowserThatAsksWhetherItMayCall(String path) {
        SettableCongestion.lag = Duration.ofSeconds(1);
        given().header("Origin", UsherEnvironment.ALLOWED_ORIGIN)
                .header("Access-Control-Request-Method", "POST")
                .options(path)
                .then()
                .statusCode(200)
                .header("Access-Control-Allow-Origin", UsherEnvironment.ALLOWED_ORIGIN);
    }

    private static ValidatableResponse call(String method, String path) {
        return given().urlEncodingEnabled(false)
                .header("Origin", UsherEnvironment.ALLOWED_ORIGIN)
                .auth()
                .oauth2(TestIssuer.token("42"))
                .request(method, path)
                .then();
    }
}
