package dev.usher.limits;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.startsWith;
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
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of calls while the event loops are behind, or too many wait for something else. */
@QuarkusTest
@TestProfile(SheddingTest.Settings.class)
@WithTestResource(Channels.class)
@Timeout(120)
class SheddingTest {

    public static final class Settings implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("usher.limits.in-flight", "2", "usher.limits.body-timeout", "60s");
        }

        @Override
        public Set<Class<?>> getEnabledAlternatives() {
            return Set.of(SettableCongestion.class);
        }
    }

    /** As busy as a test says. */
    @Alternative
    @Singleton
    static final class SettableCongestion implements Congestion {

        static volatile Set<Traffic> admitted = EnumSet.allOf(Traffic.class);

        @Override
        public boolean admits(Traffic traffic) {
            return admitted.contains(traffic);
        }
    }

    @TestHTTPResource(value = "/metrics", management = true)
    String metrics = "";

    @AfterEach
    void calmDown() {
        SettableCongestion.admitted = EnumSet.allOf(Traffic.class);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /pusher/session, 503, 200",
        "POST, /pusher/auth, 503, 400",
        "POST, /pusher/user-auth, 503, 400",
        "POST, /pusher/auth;x=1, 503, 400",
        "POST, /p%75sher/auth, 503, 400",
        "GET, /channels, 403, 503",
        "POST, /events, 403, 503",
        "POST, /pusher/webhook, 401, 503",
        "GET, /usher.js, 200, 503",
    })
    void knowsWhoseCallsTheyAre(String method, String path, int withoutBrowsers, int withoutServers) {
        SettableCongestion.admitted = Set.of(Traffic.SERVERS);
        call(method, path).statusCode(withoutBrowsers);
        SettableCongestion.admitted = Set.of(Traffic.BROWSERS);
        call(method, path).statusCode(withoutServers);
    }

    @Test
    void tellsAPageWhenToComeBack() {
        SettableCongestion.admitted = Set.of();
        call("POST", "/pusher/auth")
                .statusCode(503)
                .contentType("application/problem+json")
                .header("Retry-After", matchesPattern("[1-4]"))
                .header("Access-Control-Allow-Origin", UsherEnvironment.ALLOWED_ORIGIN)
                .header("Access-Control-Expose-Headers", equalTo("Retry-After,WWW-Authenticate"))
                .body("type", equalTo("urn:usher:problem:overloaded"))
                .body("status", equalTo(503))
                .body("detail", equalTo("There are more calls than Usher can answer; come back later."))
                .body("instance", startsWith("urn:uuid:"));
    }

    @Test
    void looksAtNoTokenOfACallThatItTurnsAway() {
        SettableCongestion.admitted = Set.of();
        given().auth().oauth2("x.y.z").post("/pusher/auth").then().statusCode(503);
    }

    @Test
    void answersAgainWhenItIsOver() {
        SettableCongestion.admitted = Set.of();
        call("GET", "/pusher/session").statusCode(503);
        SettableCongestion.admitted = EnumSet.allOf(Traffic.class);
        call("GET", "/pusher/session").statusCode(200);
    }

    @Test
    void turnsAwayWhoIsOneTooMany() throws IOException {
        double before = refused("in-flight");
        try (Socket first = beginCall();
                Socket second = beginCall()) {
            await(503);
            first.getOutputStream().write('x');
            second.getOutputStream().write('x');
            await(200);
        }
        assertTrue(refused("in-flight") > before);
    }

    @Test
    void countsWhoWasTurnedAway() {
        double before = refused("shed");
        SettableCongestion.admitted = Set.of();
        call("GET", "/pusher/session").statusCode(503);
        call("POST", "/events").statusCode(503);
        assertEquals(before + 2, refused("shed"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/pusher/auth", "/events"})
    void answersABrowserThatAsksWhetherItMayCall(String path) {
        SettableCongestion.admitted = Set.of();
        given().header("Origin", UsherEnvironment.ALLOWED_ORIGIN)
                .header("Access-Control-Request-Method", "POST")
                .options(path)
                .then()
                .statusCode(200)
                .header("Access-Control-Allow-Origin", UsherEnvironment.ALLOWED_ORIGIN);
    }

    /** A call that waits for its body's only byte. */
    private static Socket beginCall() throws IOException {
        Socket socket = new Socket("localhost", RestAssured.port);
        String head = """
                POST /pusher/auth HTTP/1.1
                Host: localhost
                Authorization: Bearer %s
                Content-Type: application/x-www-form-urlencoded
                Content-Length: 1

                """.formatted(TestIssuer.token("42"));
        socket.getOutputStream().write(head.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static void await(int status) {
        while (call("GET", "/pusher/session").extract().statusCode() != status) {
            Thread.onSpinWait();
        }
    }

    private double refused(String reason) {
        String series = "usher_refused_total{reason=\"%s\"} ".formatted(reason);
        return given().get(metrics)
                .then()
                .extract()
                .asString()
                .lines()
                .filter(line -> line.startsWith(series))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length())))
                .sum();
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
