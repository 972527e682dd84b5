package dev.usher.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.usher.testing.Channels;
import dev.usher.testing.TestIssuer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Each endpoint gets a hundred thousand requests of user 42's, most of them broken. None is answered by a defect, all
 * refusals are problem documents, and nothing is signed that user 42 may not have. Some are as they should be, or the
 * test would show nothing.
 */
@QuarkusTest
@WithTestResource(Channels.class)
class FuzzTest {

    /** A shorter run, while a test is being written: {@code -Dfuzz.requests=1000}. */
    private static final int REQUESTS = Integer.getInteger("fuzz.requests", 100_000);

    /** Another seed, or that of a run that failed: {@code -Dfuzz.seed=1}. */
    private static final long SEED = Long.getLong("fuzz.seed", 20_261_123);

    private static final Set<Integer> STATUSES = Set.of(200, 400, 403, 413, 415, 422);

    private final Logger problems = Logger.getLogger("dev.usher.problem");
    private final Map<Integer, Integer> statuses = new ConcurrentHashMap<>();
    private FuzzClient client;

    @BeforeEach
    void open() {
        // Without a line for each of the hundred thousand refusals.
        problems.setLevel(Level.WARNING);
        client = new FuzzClient(
                RestAssured.port,
                Map.of(
                        "Authorization",
                        "Bearer " + TestIssuer.sign(TestIssuer.claims("42").expiresIn(3600))));
    }

    @AfterEach
    void close() {
        problems.setLevel(null);
        client.close();
    }

    @Test
    void signsForNoChannelThatThePolicyDoesNotAllow() {
        run("/pusher/auth", FuzzTest::subscription, SignatureOracle::checkChannels);
    }

    @Test
    void signsInNobodyElse() {
        run("/pusher/user-auth", FuzzTest::signIn, SignatureOracle::checkUser);
    }

    private void run(String path, Function<Dice, FuzzRequest> generator, FuzzClient.Oracle whenAccepted) {
        client.run(REQUESTS, number -> generator.apply(new Dice(SEED, number)), (request, answer) -> {
            statuses.merge(answer.status(), 1, Integer::sum);
            assertTrue(STATUSES.contains(answer.status()), () -> "status " + answer.status());
            if (answer.status() == 200) {
                assertEquals("application/json", answer.contentType());
                whenAccepted.check(request, answer);
            } else {
                checkProblem(answer);
            }
        });
        System.out.printf("%s, seed %d: %s%n", path, SEED, statuses);
        assertTrue(count(200) > REQUESTS / 100, "too few are as they should be: " + statuses);
        assertTrue(count(400) > REQUESTS / 10, "too few are broken: " + statuses);
    }

    private int count(int status) {
        return statuses.getOrDefault(status, 0);
    }

    private static void checkProblem(FuzzAnswer answer) throws Exception {
        JsonNode problem = answer.json();
        assertEquals("application/problem+json", answer.contentType());
        assertTrue(problem.path("type").asText().startsWith("urn:usher:problem:"));
        assertEquals(answer.status(), problem.path("status").asInt());
        assertTrue(problem.path("instance").asText().startsWith("urn:uuid:"));
        assertTrue(!problem.path("detail").asText().isBlank()
                && !problem.toString().contains("Exception"));
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
        return json("/pusher/auth", dice, object);
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
                : json(
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
        byte[] body = Mutation.form(fields, dice);
        return new FuzzRequest(
                "POST",
                path,
                dice.oneIn(20) ? contentType(dice) : "application/x-www-form-urlencoded",
                dice.oneIn(6) ? Mutation.ofBytes(body, dice) : body);
    }

    static FuzzRequest json(String path, Dice dice, ObjectNode object) {
        for (int mutations = dice.below(3); mutations > 0; mutations--) {
            Mutation.ofFields(object, dice);
        }
        byte[] body = object.toString().getBytes(StandardCharsets.UTF_8);
        return new FuzzRequest(
                "POST",
                path,
                dice.oneIn(20) ? contentType(dice) : "application/json",
                dice.oneIn(6) ? Mutation.ofBytes(body, dice) : body);
    }

    private static String contentType(Dice dice) {
        return dice.oneOf(
                "",
                "application/json; charset=utf-8",
                "application/x-www-form-urlencoded, application/json",
                "text/plain",
                "multipart/form-data; boundary=x",
                "*/*",
                ";",
                "application/JSON");
    }
}
