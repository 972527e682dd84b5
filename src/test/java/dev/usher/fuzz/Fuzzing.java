package dev.usher.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.RestAssured;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Sends an endpoint a hundred thousand requests, most of them broken. None may be answered by a defect, all refusals are
 * problem documents, and what was accepted is looked at by an oracle. Some are as they should be, or it would show
 * nothing.
 */
final class Fuzzing {

    /** A shorter run, while a test is being written: {@code -Dfuzz.requests=1000}. */
    private static final int REQUESTS = Integer.getInteger("fuzz.requests", 100_000);

    /** Another seed, or that of a run that failed: {@code -Dfuzz.seed=1}. */
    private static final long SEED = Long.getLong("fuzz.seed", 20_261_123);

    /** What may come of a request, whatever it holds, before a Channels server that is well. */
    private static final Set<Integer> STATUSES = Set.of(200, 400, 401, 403, 404, 413, 414, 415, 422);

    private final List<Logger> lines = List.of(
            Logger.getLogger("dev.usher.problem"),
            Logger.getLogger("dev.usher.access.decision"),
            Logger.getLogger("dev.usher.revocation"));
    private final Map<Integer, Integer> statuses = new ConcurrentHashMap<>();
    private final Map<String, String> headers;

    /** @param token that all requests carry */
    Fuzzing(String token) {
        this.headers = Map.of("Authorization", "Bearer " + token);
    }

    /** @param whenAccepted what is asked of a request that was answered with 200 */
    void run(String name, Function<Dice, FuzzRequest> generator, FuzzClient.Oracle whenAccepted) {
        // Without a line for each of the hundred thousand.
        lines.forEach(log -> log.setLevel(Level.WARNING));
        try (FuzzClient client = new FuzzClient(RestAssured.port, headers)) {
            client.run(REQUESTS, number -> generator.apply(new Dice(SEED, number)), (request, answer) -> {
                statuses.merge(answer.status(), 1, Integer::sum);
                check(request, answer, whenAccepted);
            });
        } finally {
            lines.forEach(log -> log.setLevel(null));
        }
        System.out.printf("%s: %d requests, seed %d: %s%n", name, REQUESTS, SEED, statuses);
        int accepted = statuses.getOrDefault(200, 0);
        assertTrue(accepted > REQUESTS / 100, "too few are as they should be: " + statuses);
        assertTrue(accepted < REQUESTS - REQUESTS / 10, "too few are broken: " + statuses);
    }

    private static void check(FuzzRequest request, FuzzAnswer answer, FuzzClient.Oracle whenAccepted) throws Exception {
        assertTrue(STATUSES.contains(answer.status()), () -> "status " + answer.status());
        if (answer.status() == 200) {
            assertEquals("application/json", answer.contentType());
            whenAccepted.check(request, answer);
        } else {
            checkProblem(answer);
        }
    }

    private static void checkProblem(FuzzAnswer answer) throws Exception {
        assertEquals("application/problem+json", answer.contentType());
        checkMembers(answer.json(), answer.status());
    }

    /** What every problem has, be it a document or a part of an answer. */
    static void checkMembers(JsonNode problem, int status) {
        assertTrue(problem.path("type").asText().startsWith("urn:usher:problem:"));
        assertEquals(status, problem.path("status").asInt());
        assertTrue(problem.path("instance").asText().startsWith("urn:uuid:"));
        assertTrue(!problem.path("detail").asText().isBlank()
                && !problem.toString().contains("Exception"));
    }
}
