package dev.usher.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.usher.testing.TestIssuer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What backends call, called by a bot that may publish to {@code presence-a} and to user 42's own channel. The Channels
 * server sees nothing of any other channel or user.
 */
@QuarkusTest
@WithTestResource(RecordingChannels.class)
class BackendCallsFuzzTest {

    private static final List<String> NAMES = List.of("presence-a", "private-user-42", "#server-to-user-42");

    private static final Set<String> ALLOWED = Set.of(
            "presence-a",
            "private-user-42",
            "#server-to-user-42",
            "GET /channels",
            "GET /channels/presence-a",
            "GET /channels/private-user-42",
            "GET /channels/presence-a/users",
            "POST /users/42/terminate_connections");

    private final Fuzzing fuzzing =
            new Fuzzing(TestIssuer.sign(TestIssuer.claims("42").groups("bot").expiresIn(3600)));

    @Test
    void publishesNowhereElse() throws Exception {
        fuzzing.run(
                "POST /events",
                dice -> Bodies.json("/events", dice, event(dice)),
                (request, answer) -> assertTrue(answer.json().path("channels").isObject()));
        assertSawNothingElse();
    }

    @Test
    void publishesNoBatchElsewhere() throws Exception {
        fuzzing.run("POST /events/batch", BackendCallsFuzzTest::batch, (request, answer) -> checkResults(answer));
        assertSawNothingElse();
    }

    @Test
    void asksAboutNothingElse() throws Exception {
        fuzzing.run(
                "GET /channels, /channel, /channel/users",
                BackendCallsFuzzTest::question,
                (request, answer) -> assertTrue(answer.json().isObject()));
        assertSawNothingElse();
    }

    @Test
    void endsNobodyElsesConnections() throws Exception {
        fuzzing.run(
                "POST /connections/terminate",
                dice -> Bodies.json(
                        "/connections/terminate", dice, object().put("user", dice.oneIn(2) ? "42" : Texts.any(dice))),
                (request, answer) -> assertEquals("{}", answer.json().toString()));
        assertSawNothingElse();
    }

    private static void assertSawNothingElse() throws Exception {
        Set<String> seen = RecordingChannels.seen();
        assertTrue(ALLOWED.containsAll(seen), () -> "saw " + seen);
        assertTrue(!seen.isEmpty(), "saw nothing");
    }

    private static void checkResults(FuzzAnswer answer) throws Exception {
        for (JsonNode result : answer.json().path("results")) {
            int status = result.path("status").asInt();
            assertEquals(status == 200, result.has("channels"));
            assertEquals(status == 200, !result.has("problem"));
            assertTrue(Set.of(200, 400, 403, 413, 422).contains(status), () -> "status " + status);
            if (status != 200) {
                Fuzzing.checkMembers(result.path("problem"), status);
            }
        }
    }

    private static ObjectNode event(Dice dice) {
        ObjectNode event = object().put("name", dice.oneIn(6) ? Texts.any(dice) : "e");
        event.put("data", dice.oneIn(3) ? Texts.any(dice) : "{}");
        String name = dice.oneIn(3) ? Texts.name(dice) : dice.oneOf(NAMES);
        switch (dice.below(5)) {
            case 0 -> event.put("channel", name);
            case 1 -> names(event.putArray("channels"), name, dice);
            case 2 -> event.put("user", dice.oneIn(3) ? Texts.any(dice) : "42");
            case 3 -> names(event.putArray("users"), "42", dice);
            default -> {}
        }
        if (dice.oneIn(4)) {
            event.put("socket_id", Texts.socket(dice));
        }
        if (dice.oneIn(4)) {
            event.put("info", dice.oneIn(2) ? Texts.any(dice) : "subscription_count");
        }
        return event;
    }

    private static void names(ArrayNode array, String first, Dice dice) {
        array.add(first);
        for (int more = dice.oneIn(3) ? dice.below(4) : 0; more > 0; more--) {
            array.add(dice.oneIn(4) ? Texts.name(dice) : dice.oneOf(NAMES));
        }
    }

    private static FuzzRequest batch(Dice dice) {
        ObjectNode batch = object();
        ArrayNode events = batch.putArray("batch");
        for (int more = dice.oneIn(200) ? 1010 : dice.below(14); more >= 0; more--) {
            ObjectNode event = event(dice);
            if (dice.oneIn(6)) {
                Mutation.ofFields(event, dice);
            }
            events.add(event);
        }
        return dice.oneIn(2)
                ? Bodies.json("/events/batch", dice, batch)
                : FuzzRequest.post(
                        "/events/batch", "application/json", batch.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static FuzzRequest question(Dice dice) {
        List<String> parameters = new ArrayList<>();
        String path = dice.oneOf("/channels", "/channel", "/channel/users");
        if (!path.equals("/channels")) {
            parameters.add(
                    "name=" + text(dice.oneIn(2) ? Texts.name(dice) : dice.oneOf("presence-a", "private-user-42")));
        } else if (dice.oneIn(2)) {
            parameters.add("prefix=" + text(dice.oneIn(2) ? Texts.any(dice) : "presence-"));
        }
        if (dice.oneIn(3)) {
            parameters.add("info=" + text(dice.oneIn(2) ? Texts.any(dice) : dice.oneOf("user_count", "cache")));
        }
        if (dice.oneIn(6)) {
            parameters.add(dice.oneOf("name", "prefix", "info", "x", "") + "=" + text(Texts.any(dice)));
        }
        return FuzzRequest.get(path + (parameters.isEmpty() ? "" : "?" + String.join("&", parameters)));
    }

    /** Short enough for a URL: what is longer, the HTTP layer refuses before Usher sees it. */
    private static String text(String value) {
        return Mutation.encoded(value.substring(0, Math.min(value.length(), 300)));
    }

    private static ObjectNode object() {
        return new JsonMapper().createObjectNode();
    }
}
