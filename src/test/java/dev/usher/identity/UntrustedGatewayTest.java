package dev.usher.identity;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import dev.usher.testing.Channels;
import dev.usher.testing.TestIssuer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whoever is not the gateway does not get past by what else the request carries. */
@QuarkusTest
@WithTestResource(Channels.class)
@TestProfile(UntrustedGatewayTest.Elsewhere.class)
class UntrustedGatewayTest {

    @Test
    void refusesTheGatewaysHeaderFromAnybodyElse() {
        String token = TestIssuer.token("42");
        for (Map<String, String> more : java.util.List.of(
                Map.<String, String>of(),
                Map.of("Authorization", "Bearer " + token),
                Map.of("Cookie", "session=" + token, "Sec-Fetch-Site", "same-origin"),
                Map.of("X-Forwarded-For", "10.0.0.1", "Forwarded", "for=10.0.0.1"))) {
            given().headers(more)
                    .header("X-Token", token)
                    .formParam("socket_id", "1.1")
                    .formParam("channel_name", "private-user-42")
                    .post("/pusher/auth")
                    .then()
                    .statusCode(401)
                    .body("type", equalTo("urn:usher:problem:token-invalid"));
        }
    }

    /** The gateway is somewhere else; and addresses that headers tell are believed by the framework. */
    public static final class Elsewhere implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "usher.token.cookie", "session",
                    "usher.token.gateway-header", "X-Token",
                    "usher.gateway.networks", "10.0.0.0/8",
                    "quarkus.http.proxy.proxy-address-forwarding", "true",
                    "quarkus.http.proxy.allow-x-forwarded", "true");
        }
    }
}
