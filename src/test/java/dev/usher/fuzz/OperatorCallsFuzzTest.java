package dev.usher.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.usher.testing.Channels;
import dev.usher.testing.TestIssuer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What operators call. Only single tokens are revoked, or it might be the caller's own, and the rest would be 401. */
@QuarkusTest
@WithTestResource(Channels.class)
class OperatorCallsFuzzTest {

    private final Fuzzing fuzzing = new Fuzzing(TestIssuer.sign(
            TestIssuer.claims("fuzzer").groups(Set.of("revoker", "operator")).expiresIn(3600)));

    @Test
    void revokesWhatItSaysItDoes() throws Exception {
        fuzzing.run(
                "POST /revocations", dice -> Bodies.json("/revocations", dice, revocation(dice)), (request, answer) -> {
                    Instant until =
                            Instant.parse(answer.json().at("/revoked/until").asText());
                    assertTrue(until.isAfter(Instant.now()), until.toString());
                    assertTrue(!answer.json().at("/revoked/token_id").asText().isBlank());
                    assertTrue(answer.json().at("/connections/terminated").isBoolean());
                });
    }

    @Test
    void explainsWithoutDecidingAnythingElse() throws Exception {
        fuzzing.run(
                "POST /policy/explain",
                dice -> Bodies.json("/policy/explain", dice, question(dice)),
                (request, answer) -> assertTrue(Set.of("allow", "deny")
                        .contains(answer.json().path("decision").asText())));
    }

    private static ObjectNode revocation(Dice dice) {
        ObjectNode revocation = object().put("token_id", dice.oneIn(8) ? Texts.any(dice) : "id-" + dice.below(500));
        if (dice.oneIn(3)) {
            revocation.put("issuer", dice.oneIn(2) ? Texts.any(dice) : TestIssuer.ISSUER);
        }
        if (dice.oneIn(2)) {
            long hours = Instant.now().getEpochSecond() + 3600L * (1 + dice.below(24));
            if (dice.oneIn(2)) {
                revocation.put("until", hours);
            } else {
                revocation.put(
                        "until",
                        dice.oneIn(4)
                                ? Texts.any(dice)
                                : Instant.ofEpochSecond(hours).toString());
            }
        }
        if (dice.oneIn(8)) {
            revocation.put("connections_of", Texts.any(dice));
        }
        return revocation;
    }

    private static ObjectNode question(Dice dice) {
        ObjectNode question = object().put("channel_name", dice.oneIn(2) ? Texts.name(dice) : "private-user-42")
                .put("action", dice.oneIn(8) ? Texts.any(dice) : dice.oneOf("subscribe", "publish"));
        question.putObject("claims")
                .put("sub", dice.oneIn(3) ? Texts.any(dice) : "42")
                .put("name", Texts.any(dice));
        return question;
    }

    private static ObjectNode object() {
        return new JsonMapper().createObjectNode();
    }
}
