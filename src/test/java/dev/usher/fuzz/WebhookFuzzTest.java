package dev.usher.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.usher.signing.Secret;
import dev.usher.signing.Signer;
import dev.usher.testing.Channels;
import dev.usher.testing.TestIssuer;
import dev.usher.testing.Vectors;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** What the Channels server calls: nothing that it has not signed is taken for its word, and nothing that it has is a 500. */
@QuarkusTest
@WithTestResource(Channels.class)
class WebhookFuzzTest {

    private static final String PATH = "/pusher/webhook";

    private final Fuzzing fuzzing = new Fuzzing(TestIssuer.token("42"));
    private final Signer signer = new Signer(Vectors.KEY, new Secret(Vectors.SECRET));

    /** Taken once, so that it is the seed alone that makes the difference between two requests. */
    private final long now = System.currentTimeMillis();

    @Test
    void believesNothingThatIsNotSigned() {
        fuzzing.run("POST " + PATH, this::webhook, (request, answer) -> {
            assertEquals("{}", answer.json().toString());
            assertEquals(signer.signWebhook(request.body()), request.headers().get("X-Pusher-Signature"));
        });
    }

    private FuzzRequest webhook(Dice dice) {
        FuzzRequest request = Bodies.json(PATH, dice, body(dice));
        boolean signed = !dice.oneIn(3) && request.body().length > 0 && request.body()[0] == '{';
        return request.with("X-Pusher-Key", dice.oneIn(10) ? "another" : Vectors.KEY)
                .with("X-Pusher-Signature", signed ? signer.signWebhook(request.body()) : signature(dice, request));
    }

    private static String signature(Dice dice, FuzzRequest request) {
        byte[] bytes = new byte[32];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = dice.anyByte();
        }
        return dice.oneIn(5)
                ? "x".repeat(request.body().length % 100)
                : HexFormat.of().formatHex(bytes);
    }

    private ObjectNode body(Dice dice) {
        ObjectNode webhook = new JsonMapper().createObjectNode();
        webhook.put("time_ms", now - dice.below(dice.oneIn(10) ? 900_000 : 60_000));
        ArrayNode events = webhook.putArray("events");
        events.addObject().put("name", "unheard").put("number", dice.below(Integer.MAX_VALUE));
        for (int more = dice.below(4); more > 0; more--) {
            ObjectNode event = events.addObject()
                    .put("name", dice.oneOf("channel_occupied", "member_added", "client_event", "subscription_count"))
                    .put("channel", Texts.name(dice))
                    .put("user_id", Texts.any(dice))
                    .put("event", Texts.any(dice))
                    .put("data", Texts.any(dice))
                    .put("socket_id", Texts.socket(dice));
            if (dice.oneIn(3)) {
                Mutation.ofFields(event, dice);
            }
        }
        return webhook;
    }
}
