package dev.usher.embedded;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.pusher.client.Pusher;
import com.pusher.client.PusherOptions;
import com.pusher.client.channel.PrivateChannelEventListener;
import com.pusher.client.channel.PusherEvent;
import com.pusher.client.util.HttpChannelAuthorizer;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

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
        return given().contentType(ContentType.JSON)
                .body(Map.of("sub", subject, "roles", roles))
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
