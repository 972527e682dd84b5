package dev.usher.embedded;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.pusher.client.Pusher;
import com.pusher.client.PusherOptions;
import com.pusher.client.channel.PrivateChannelEventListener;
import com.pusher.client.channel.PusherEvent;
import com.pusher.client.util.HttpChannelAuthorizer;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With nothing configured, Usher is its own issuer and its own Channels server, and the whole journey runs. */
@QuarkusTest
class DevelopmentTest {

    private static final long PATIENCE_SECONDS = 20;

    @Test
    void theJourneyRunsWithPusherJavaClient() throws Exception {
        Client ada = new Client("ada");
        try {
            ada.join("private-user-ada");
            assertEquals("joined private-user-ada", ada.next());
            ada.join("private-user-bob");
            assertEquals("refused", ada.next());

            publish("{\"name\":\"greeting\",\"data\":{\"text\":\"hi\"},\"user\":\"ada\"}");
            assertEquals("greeting {\"text\":\"hi\"}", ada.next());
        } finally {
            ada.leave();
        }
    }

    @Test
    void givesTokensToWhoeverAsks() {
        given().contentType(ContentType.JSON)
                .body("{\"sub\":\"ada\",\"claims\":{\"teams\":[\"red\"]}}")
                .post("/dev/token")
                .then()
                .statusCode(200)
                .body("expires_in", equalTo(3600));
        given().contentType(ContentType.JSON)
                .body("{}")
                .post("/dev/token")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("field", equalTo("sub"));
    }

    @Test
    void tellsThePageHowToConnect() {
        given().get("/dev/app")
                .then()
                .statusCode(200)
                .body("key", equalTo("embedded-key"))
                .body("host", equalTo("localhost"))
                .body("port", equalTo(RestAssured.port))
                .body("tls", equalTo(false))
                .body("embedded", equalTo(true));
    }

    @Test
    void servesTheDemoPage() {
        given().get("/").then().statusCode(200).contentType("text/html").body(containsString("Usher"));
        for (String module : List.of("main", "tabs", "tabs/journey", "tabs/presence")) {
            given().get("/" + module + ".js").then().statusCode(200).contentType("text/javascript");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/tabs/nothing.js",
                "/tabs/.js",
                "/other/main.js",
                "/tabs/tabs/presence.js",
                "/tabs/../../DemoPage.class",
                "/tabs/..%2Fmain.js",
                "/tabs/%2e%2e/%2e%2e/package-info.class",
                "/tabs%2Fpresence.js",
                "/index.js",
                "/main.mjs"
            })
    void servesNothingElse(String path) {
        given().urlEncodingEnabled(false).get(path).then().statusCode(404);
    }

    @Test
    void letsTheDemoIntoItsChannelsAndNobodyElse() {
        String channels = "[\"presence-demo\",\"private-cache-demo-x\",\"presence-demo-x\"]";
        authorize(demoToken(List.of("demo")), channels)
                .body(
                        "presence-demo.data.channel_data",
                        equalTo("{\"user_id\":\"ada\",\"user_info\":{\"name\":\"Ada\"}}"))
                .body("private-cache-demo-x.status", equalTo(200))
                .body("presence-demo-x.status", equalTo(403));
        authorize(demoToken(List.of()), channels)
                .body("presence-demo.status", equalTo(403))
                .body("private-cache-demo-x.status", equalTo(403));
    }

    @Test
    @Timeout(PATIENCE_SECONDS)
    void tellsThePageOfWebhooks() throws Exception {
        URI stream = URI.create("http://localhost:" + RestAssured.port + "/dev/webhooks");
        HttpResponse<Stream<String>> answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(stream).build(), HttpResponse.BodyHandlers.ofLines());
        assertEquals(
                "text/event-stream", answer.headers().firstValue("Content-Type").orElse(""));
        Client eve = new Client("eve");
        try (Stream<String> lines = answer.body()) {
            eve.join("private-user-eve");
            String event = "\"event\":{\"name\":\"channel_occupied\",\"channel\":\"private-user-eve\"}";
            assertTrue(lines.anyMatch(line -> line.startsWith("data:{\"time_ms\":") && line.contains(event)));
        } finally {
            eve.leave();
        }
    }

    private static ValidatableResponse authorize(String token, String channels) {
        return given().auth()
                .oauth2(token)
                .contentType(ContentType.JSON)
                .body("{\"socket_id\":\"1.1\",\"channel_name\":" + channels + "}")
                .post("/pusher/auth")
                .then()
                .statusCode(200);
    }

    private static String demoToken(List<String> roles) {
        return token(Map.of("sub", "ada", "roles", roles, "claims", Map.of("name", "Ada")));
    }

    private static void publish(String event) {
        given().auth()
                .oauth2(token("backend", List.of("publisher")))
                .contentType(ContentType.JSON)
                .body(event)
                .post("/events")
                .then()
                .statusCode(200);
    }

    private static String token(String subject, List<String> roles) {
        return token(Map.of("sub", subject, "roles", roles));
    }

    private static String token(Map<String, Object> request) {
        return given().contentType(ContentType.JSON)
                .body(request)
                .post("/dev/token")
                .then()
                .statusCode(200)
                .extract()
                .path("token");
    }

    /** A user's program, with Pusher's own client. */
    private static final class Client implements PrivateChannelEventListener {

        private final BlockingQueue<String> happened = new LinkedBlockingQueue<>();
        private final Pusher pusher;

        Client(String user) {
            HttpChannelAuthorizer authorizer =
                    new HttpChannelAuthorizer("http://localhost:" + RestAssured.port + "/pusher/auth");
            authorizer.setHeaders(Map.of("Authorization", "Bearer " + token(user, List.of())));
            pusher = new Pusher(
                    "embedded-key",
                    new PusherOptions()
                            .setHost("localhost")
                            .setWsPort(RestAssured.port)
                            .setUseTLS(false)
                            .setChannelAuthorizer(authorizer));
            pusher.connect();
        }

        void join(String channel) {
            pusher.subscribePrivate(channel, this, "greeting");
        }

        String next() throws InterruptedException {
            return String.valueOf(happened.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
        }

        void leave() {
            pusher.disconnect();
        }

        @Override
        public void onSubscriptionSucceeded(String channel) {
            happened.add("joined " + channel);
        }

        @Override
        public void onAuthenticationFailure(String message, Exception e) {
            happened.add((message + " " + e).contains("403") ? "refused" : message + " " + e);
        }

        @Override
        public void onEvent(PusherEvent event) {
            happened.add(event.getEventName() + " " + event.getData());
        }
    }
}
