package dev.usher.webhook;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.testing.Channels;
import dev.usher.testing.LogLines;
import dev.usher.testing.ScriptedApplication;
import dev.usher.testing.Vectors;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The log says why a webhook was not believed or not taken, and holds nothing that would make one believed. */
@QuarkusTest
@WithTestResource(Channels.class)
@WithTestResource(ScriptedApplication.class)
class WebhookLogTest {

    @RegisterExtension
    static final LogLines lines = new LogLines();

    @Test
    void saysWhyAWebhookWasNotBelieved() {
        String body = webhook("{}");
        String signature = Signed.signature(body);
        assertTrue(lines.line(post(Vectors.KEY, "0".repeat(64), body, 401)).contains("its signature is wrong"));
        assertTrue(lines.line(post("unknown", signature, body, 401)).contains("its key is none"));
        assertTrue(lines.line(post(Vectors.KEY, "", body, 401)).contains("its signature is wrong"));
        assertHoldsNothingThatOpensADoor(signature);
    }

    @Test
    void saysWhyAWebhookWasNotTaken() {
        String body = webhook("{\"name\":\"x\",\"id\":\"log\",\"script\":[\"503\",\"close\",\"410\"]}");
        String signature = Signed.signature(body);
        assertTrue(lines.line(post(Vectors.KEY, signature, body, 502)).contains("refused the webhook with status 410"));
        assertTrue(lines.toString().contains("127.0.0.1 did not take a webhook: status 503"), lines.toString());
        assertEquals(200, given().get(ScriptedApplication.url("/seen?id=log")).statusCode());
        assertHoldsNothingThatOpensADoor(signature);
        assertFalse(lines.toString().contains("of-the-application"));
        assertFalse(lines.toString().contains("words of the application"));
    }

    private static String post(String key, String signature, String body, int status) {
        return given().header("Content-Type", "application/json")
                .header("X-Pusher-Key", key)
                .header("X-Pusher-Signature", signature)
                .body(body.getBytes(StandardCharsets.UTF_8))
                .post("/pusher/webhook")
                .then()
                .statusCode(status)
                .extract()
                .path("instance");
    }

    private static String webhook(String event) {
        return "{\"time_ms\":" + System.currentTimeMillis() + ",\"events\":[" + event + "]}";
    }

    private void assertHoldsNothingThatOpensADoor(String signature) {
        assertFalse(lines.toString().contains(signature));
        assertFalse(lines.toString().contains(Vectors.SECRET));
        assertFalse(lines.toString().contains(ScriptedApplication.OLDER_SECRET));
    }
}
