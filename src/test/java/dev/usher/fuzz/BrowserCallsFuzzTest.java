package dev.usher.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.usher.testing.Channels;
import dev.usher.testing.TestIssuer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What browsers call, called by user 42. Nothing is signed that this user may not have, and whoever is signed in is this
 * user.
 */
@QuarkusTest
@WithTestResource(Channels.class)
class BrowserCallsFuzzTest {

    private final Fuzzing fuzzing =
            new Fuzzing(TestIssuer.sign(TestIssuer.claims("42").expiresIn(3600)));

    @Test
    void signsForNoChannelThatThePolicyDoesNotAllow() {
        fuzzing.run("POST /pusher/auth", BrowserCallsFuzzTest::subscription, SignatureOracle::checkChannels);
    }

    @Test
    void signsInNobodyElse() {
        fuzzing.run("POST /pusher/user-auth", BrowserCallsFuzzTest::signIn, SignatureOracle::checkUser);
    }

    @Test
    void believesNoTokenThatTheIssuerDidNotSign() {
        String genuine = TestIssuer.sign(TestIssuer.claims("42").expiresIn(3600));
        String signed = genuine.substring(0, genuine.lastIndexOf('.') + 1);
        fuzzing.run("GET /pusher/session", dice -> session(dice, genuine), (request, answer) -> {
            assertEquals("42", answer.json().path("user").path("id").asText());
            String token = String.valueOf(request.headers().get("Authorization"));
            assertTrue(token.substring("Bearer ".length()).startsWith(signed), token);
        });
    }

    private static FuzzRequest session(Dice dice, String genuine) {
        byte[] token = genuine.getBytes(StandardCharsets.US_ASCII);
        for (int mutations = dice.oneIn(10) ? 0 : 1 + dice.below(3); mutations > 0; mutations--) {
            token = Mutation.ofBytes(token, dice);
        }
        // What a header cannot carry never arrives.
        String printable =
                new String(token, StandardCharsets.ISO_8859_1).replaceAll("[^!-~]", dice.oneOf("", ".", "_"));
        String query = dice.oneIn(3) ? "?" + Mutation.encoded(dice.oneOf("sub", "user", "x")) + "=43" : "";
        return FuzzRequest.get("/pusher/session" + query)
                .with(
                        "Authorization",
                        dice.oneOf("Bearer ", "Bearer ", "Bearer ", "bearer ", "Basic ", "") + printable);
    }

    private static FuzzRequest subscription(Dice dice) {
        String socket = dice.oneIn(3) ? Texts.socket(dice) : "1." + dice.below(1_000_000);
        List<String> names = new ArrayList<>();
        for (int i = dice.oneIn(50) ? dice.below(130) : dice.below(4); i >= 0; i--) {
            names.add(Texts.name(dice));
        }
        boolean batch = names.size() > 1 || dice.oneIn(5);
        if (dice.oneIn(2)) {
            return form(
                    "/pusher/auth",
                    dice,
                    socket,
                    batch ? indexed(names) : List.of(Map.entry("channel_name", names.get(0))));
        }
        ObjectNode object = new JsonMapper().createObjectNode().put("socket_id", socket);
        if (batch) {
            ArrayNode array = object.putArray("channel_name");
            names.forEach(array::add);
        } else {
            object.put("channel_name", names.get(0));
        }
        return Bodies.json("/pusher/auth", dice, object);
    }

    private static List<Map.Entry<String, String>> indexed(List<String> names) {
        List<Map.Entry<String, String>> fields = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            fields.add(Map.entry("channel_name[" + i + "]", names.get(i)));
        }
        return fields;
    }

    private static FuzzRequest signIn(Dice dice) {
        String socket = dice.oneIn(2) ? Texts.socket(dice) : "1." + dice.below(1_000_000);
        return dice.oneIn(2)
                ? form("/pusher/user-auth", dice, socket, List.of())
                : Bodies.json(
                        "/pusher/user-auth",
                        dice,
                        new JsonMapper().createObjectNode().put("socket_id", socket));
    }

    private static FuzzRequest form(String path, Dice dice, String socket, List<Map.Entry<String, String>> more) {
        List<Map.Entry<String, String>> fields = new ArrayList<>(more);
        fields.add(dice.below(fields.size() + 1), Map.entry("socket_id", socket));
        if (dice.oneIn(8)) {
            fields.remove(dice.below(fields.size()));
        }
        if (dice.oneIn(8)) {
            fields.add(Map.entry(
                    dice.oneOf("socket_id", "channel_name", "channel_name[0]", "channel_name[]", "x", "channel_data"),
                    Texts.any(dice)));
        }
        return Bodies.form(path, dice, fields);
    }
}
