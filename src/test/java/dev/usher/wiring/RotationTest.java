package dev.usher.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.usher.testing.FaultyChannels;
import dev.usher.testing.LogLines;
import dev.usher.testing.MountedChannels;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** All secrets and the policy change while everybody calls, and nobody notices but by the answers. */
@QuarkusTest
@WithTestResource(MountedChannels.class)
class RotationTest {

    /** Not what is said of each call. */
    @RegisterExtension
    static final LogLines lines = new LogLines(Level.INFO);

    private static final int STEPS = 6;

    /** How many calls may be answered before a change shows; far more than there are between two looks at the files. */
    private static final long PATIENCE = 200_000;

    private static final String REFUSED = "all that was in force stays so. ";

    /** What must not be taken over, with what the log has to say about it. */
    private static final List<Map.Entry<Map<String, String>, String>> BAD = List.of(
            Map.entry(Map.of("PUSHER_ENCRYPTION_MASTER_KEY", "c2hvcnQ="), "PUSHER_ENCRYPTION_MASTER_KEY has 5 bytes"),
            Map.entry(Map.of("PUSHER_SECRET", ""), "Set PUSHER_SECRET to"),
            Map.entry(Map.of("USHER_WEBHOOK_KEYS", "bad-secret"), "USHER_WEBHOOK_KEYS: element 1 is no key"),
            Map.entry(
                    Map.of("policy.properties", "usher.policy.steps.channels=private-user-{sub}-*"),
                    "usher.policy.steps.channels: the pattern"),
            Map.entry(
                    Map.of("policy.properties", "usher.policy.own.role=member"), "usher.policy.own.role is no setting"),
            Map.entry(Map.of("PUSHER_SECRET", "bad-secret\u00ff"), "is no text in UTF-8"));

    @Test
    void changesEverySecretWithoutOneFailedCall() throws Exception {
        AppSet oldest = AppSet.first();
        AppSet set = oldest;
        try (Load load = new Load(oldest)) {
            for (int step = 1; step <= STEPS; step++) {
                refuse(load, set, oldest, BAD.get(step - 1));
                AppSet before = set;
                set = rotate(load, set, oldest);
                assertAllIsNew(load, before, set, oldest);
            }
            assertTrue(load.calls() > 100, "that was no load");
        }
        try (Load load = new Load(set)) {
            MountedChannels.volume().put(set.files(set));
            AppSet last = set;
            await(load, () -> load.webhook(oldest) == 401);
            assertEquals(200, load.webhook(last));
        }
        MountedChannels.volume().put(oldest.files(oldest));
        assertFalse(log().contains("secret-of-step"), "a secret is in the log");
        assertFalse(log().contains("bad-secret"), "a secret is in the log");
    }

    /** The old stay while the files are bad, under load. */
    private void refuse(Load load, AppSet inForce, AppSet oldest, Map.Entry<Map<String, String>, String> bad)
            throws Exception {
        Map<String, String> files = new HashMap<>(inForce.files(oldest));
        files.put("PUSHER_KEY", "bad-key");
        files.put("PUSHER_SECRET", "bad-secret");
        files.putAll(bad.getKey());
        MountedChannels.volume().put(files);
        await(load, () -> sentences(bad.getValue()) == 1);
        long calls = load.calls();
        await(load, () -> load.calls() > calls + 20);
        assertEquals(1, sentences(bad.getValue()), "the log repeats itself");
        assertTrue(load.session().contains("\"key\":\"" + inForce.key() + "\""), load.session());
    }

    private AppSet rotate(Load load, AppSet before, AppSet oldest) throws Exception {
        AppSet next = before.next();
        load.mayUse(next);
        MountedChannels.volume().put(next.files(oldest));
        await(load, () -> load.hasSeen(next));
        return next;
    }

    private static void assertAllIsNew(Load load, AppSet before, AppSet now, AppSet oldest) throws Exception {
        assertEquals(200, load.authorize(now.ownChannel()).statusCode());
        assertEquals(403, load.authorize(before.ownChannel()).statusCode());
        assertTrue(load.session().contains("\"key\":\"" + now.key() + "\""), load.session());
        assertEquals(200, load.webhook(now));
        assertEquals(200, load.webhook(oldest));
        assertEquals(before.equals(oldest) ? 200 : 401, load.webhook(before));
        assertPublishes(load, now);
    }

    /** Signed with the new secret, and encrypted under the new master key. */
    private static void assertPublishes(Load load, AppSet now) throws Exception {
        HttpClient http = HttpClient.newHttpClient();
        var unused = http.send(request("/forget"), BodyHandlers.ofString());
        String text = "of step " + now.step();
        assertEquals(200, load.publish(text));
        String calls = http.send(request("/calls"), BodyHandlers.ofString()).body();
        JsonMapper json = new JsonMapper();
        for (JsonNode call : json.readTree(calls).path("calls")) {
            JsonNode sealed = json.readTree(call.path("data").asText());
            if (now.open(Load.CHANNEL, sealed).filter(text::equals).isPresent()) {
                assertTrue(now.hasSigned(call), call.toString());
                return;
            }
        }
        fail("nothing can be opened that was published: " + calls);
    }

    private static HttpRequest request(String path) {
        return HttpRequest.newBuilder(URI.create(FaultyChannels.url(path))).build();
    }

    /** Goes on calling until it is so. */
    private void await(Load load, Callable<Boolean> condition) throws Exception {
        long end = load.calls() + PATIENCE;
        while (!condition.call()) {
            assertEquals(200, load.authorize(Load.CHANNEL).statusCode());
            if (load.calls() > end) {
                fail("it has not come to pass; the log: " + log());
            }
        }
    }

    private long sentences(String sentence) throws IOException {
        return log().lines()
                .filter(line -> line.contains(REFUSED) && line.contains(sentence))
                .count();
    }

    String log() throws IOException {
        return lines.toString();
    }
}
