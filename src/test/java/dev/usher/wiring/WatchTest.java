package dev.usher.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.mounted.MountedSettings;
import dev.usher.mounted.MountedSources;
import dev.usher.testing.LogLines;
import dev.usher.testing.MountedVolume;
import dev.usher.testing.Vectors;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole sets that are right replace those before, and nothing else does. */
class WatchTest {

    @RegisterExtension
    static final LogLines lines = new LogLines();

    private static final String NEW_SECRET = "5d1e02b7a9c84f6630aa";

    @TempDir
    Path folder;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    /** A set that is right. */
    private final Map<String, String> files = new HashMap<>(Map.of(
            "PUSHER_APP_ID", Vectors.APP_ID,
            "PUSHER_KEY", Vectors.KEY,
            "PUSHER_SECRET", Vectors.SECRET,
            "PUSHER_ENCRYPTION_MASTER_KEY", Vectors.MASTER_KEY,
            "PUSHER_CLUSTER", "eu"));

    @Test
    void takesOverWhatItHasSeenTwice() throws IOException {
        Setup setup = start();
        Settings before = setup.live.current();
        put("PUSHER_SECRET", NEW_SECRET);
        setup.watch.look();
        assertEquals(before, setup.live.current());
        setup.watch.look();
        assertEquals(NEW_SECRET, setup.live.current().app().secret().reveal());
        assertEquals(1, count("applied"));
        assertTrue(lines.toString().contains("holds from now on: PUSHER_SECRET."), lines.toString());
        assertFalse(lines.toString().contains(NEW_SECRET));
    }

    @Test
    void takesNothingOverThatIsStillBeingWritten() throws IOException {
        Setup setup = start();
        put("PUSHER_KEY", "new-key");
        setup.watch.look();
        put("PUSHER_SECRET", NEW_SECRET);
        setup.watch.look();
        assertEquals(Vectors.KEY, setup.live.current().app().key());
        setup.watch.look();
        assertEquals("new-key", setup.live.current().app().key());
        assertEquals(NEW_SECRET, setup.live.current().app().secret().reveal());
        assertEquals(1, count("applied"));
    }

    @Test
    void takesOverRulesAndKeysOfWebhooks() throws IOException {
        Setup setup = start();
        put("policy.properties", "usher.policy.room.channels=private-room\nusher.policy.room.roles=guest\n");
        put("USHER_WEBHOOK_KEYS", "older:" + NEW_SECRET);
        put("USHER_POLICY_TEAM_CHANNELS", "private-team-{teams}");
        Settings before = setup.live.current();
        lookTwice(setup);
        Settings now = setup.live.current();
        assertFalse(before.policy().equals(now.policy()));
        assertFalse(before.webhookKeys().equals(now.webhookKeys()));
        assertEquals(1, count("applied"));
    }

    @ParameterizedTest
    @CsvSource({
        "PUSHER_SECRET, '', Set PUSHER_SECRET",
        "PUSHER_SECRET, ' 9c7f21d08be6', begins or ends with white space",
        "PUSHER_ENCRYPTION_MASTER_KEY, c2hvcnQ=, PUSHER_ENCRYPTION_MASTER_KEY has 5 bytes",
        "USHER_WEBHOOK_KEYS, 9c7f21d08be6, element 1 is no key and secret",
        "USHER_WEBHOOK_KEY, key:9c7f21d08be6, USHER_WEBHOOK_KEY is no setting of webhooks",
        "USHER_POLICY_INBOX_CHANNELS, private-user-{sub}-*, user 1 and user 1-2",
        "USHER_POLICY_BACKEND_ROLE, member, USHER_POLICY_BACKEND_ROLE is no setting",
        "usher.policy.own.role, member, usher.policy.own.role is no setting",
        "USHER_POLICY_BACKEND_ROLES, '', usher.policy.backend.roles is set to nothing",
        "PUSHER_PORT, 9c7f21d08be6, pusher.port is not of its kind",
        "USHER_POLICY_OWN_ACTIONS, 9c7f21d08be6, usher.policy.own.actions",
        "PUSHER_HOST, http://9c7f21d08be6, Set PUSHER_HOST",
        "PUSHER_KEY, '\u00ff9c7f21d08be6', is no text in UTF-8",
        "pusher.key, 9c7f21d08be6, holds both PUSHER_KEY and pusher.key",
    })
    void refusesABadSetOnceAndStaysWithTheOld(String file, String content, String sentence) throws IOException {
        Setup setup = start();
        Settings before = setup.live.current();
        put("PUSHER_APP_ID", "2");
        put(file, content);
        lookTwice(setup);
        lookTwice(setup);
        assertEquals(before, setup.live.current());
        assertTrue(lines.toString().contains(sentence), lines.toString());
        assertFalse(lines.toString().contains("9c7f21d08be6"), lines.toString());
        assertEquals(
                1,
                Pattern.compile("all that was in force stays so")
                        .matcher(lines.toString())
                        .results()
                        .count());
        assertEquals(1, count("refused"));
        assertEquals(0, count("applied"));
        assertEquals(1, meters.get("usher.config.refused").gauge().value());
    }

    @Test
    void goesOnFromABadSetToAGoodOne() throws IOException {
        Setup setup = start();
        put("PUSHER_ENCRYPTION_MASTER_KEY", "short");
        lookTwice(setup);
        put("PUSHER_ENCRYPTION_MASTER_KEY", Vectors.MASTER_KEY);
        put("PUSHER_SECRET", NEW_SECRET);
        lookTwice(setup);
        assertEquals(NEW_SECRET, setup.live.current().app().secret().reveal());
        assertEquals(0, meters.get("usher.config.refused").gauge().value());
    }

    @Test
    void staysWithTheOldWhileTheFilesAreGone() throws IOException {
        Setup setup = start();
        Settings before = setup.live.current();
        new MountedVolume(folder).put(Map.of());
        lookTwice(setup);
        assertEquals(before, setup.live.current());
        assertTrue(lines.toString().contains("is empty all of a sudden"), lines.toString());
        new MountedVolume(folder).put(files);
        lookTwice(setup);
        assertTrue(lines.toString().contains("say again what is in force"), lines.toString());
        assertEquals(0, count("applied"));
        assertEquals(0, meters.get("usher.config.refused").gauge().value());
    }

    @Test
    void saysWhatTakesARestart() throws IOException {
        Setup setup = start();
        put("USHER_PUBLISH_QUEUE", "7");
        put("PUSHER_CLUSTER", "us2");
        lookTwice(setup);
        assertEquals("api-us2.pusher.com", setup.live.current().app().endpoint().host());
        assertTrue(
                lines.toString().contains("which are read at the start alone: USHER_PUBLISH_QUEUE."), lines.toString());
    }

    private void put(String name, String content) throws IOException {
        files.put(name, content);
        new MountedVolume(folder).put(files);
    }

    private static void lookTwice(Setup setup) {
        setup.watch.look();
        setup.watch.look();
    }

    private double count(String outcome) {
        return meters.get("usher.config.reloads")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    private Setup start() throws IOException {
        new MountedVolume(folder).put(files);
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(new PropertiesConfigSource(
                        Files.readAllLines(Path.of("src/main/resources/application.properties")).stream()
                                .filter(line -> line.startsWith("usher.policy."))
                                .map(line -> line.split("=", 2))
                                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1])),
                        "application.properties",
                        240))
                .withSources(
                        new PropertiesConfigSource(Map.of("usher.config.directories", folder.toString()), "test", 400))
                .withSources(new MountedSources())
                .withConverter(Duration.class, 200, new DurationConverter())
                .withDefaultValue("smallrye.config.mapping.validate-unknown", "false");
        Settings.MAPPINGS.forEach(builder::withMapping);
        SmallRyeConfig config = builder.build();
        LiveSettings live = new LiveSettings(
                config,
                ConfiguredApp::of,
                config.getConfigMapping(PusherConfig.class),
                config.getConfigMapping(ConnectConfig.class),
                config.getConfigMapping(PolicyConfig.class));
        Replacement replacement = new Replacement(config, ConfiguredApp::of, live, meters);
        return new Setup(live, new Watch(MountedSettings.of(config).orElseThrow(), replacement));
    }

    private record Setup(LiveSettings live, Watch watch) {}
}
