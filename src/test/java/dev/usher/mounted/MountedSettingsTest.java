package dev.usher.mounted;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.testing.MountedVolume;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of settings count like the environment, and above it; what cannot be read is refused by its name alone. */
final class MountedSettingsTest {

    private static final String SECRET = "9c7f21d08be64a35f0e2";

    @TempDir
    Path folder;

    @Test
    void takesAFileForTheSettingThatItIsCalledLike() throws IOException {
        write("PUSHER_APP_ID", "1\n");
        write("usher.policy.team.channels", "private-team-{teams}");
        SmallRyeConfig config = config();
        assertEquals("1", config.getRawValue("pusher.app-id"));
        assertEquals("private-team-{teams}", config.getRawValue("usher.policy.team.channels"));
    }

    @Test
    void takesManySettingsFromAFileOfProperties() throws IOException {
        write("policy.properties", "# rules\nusher.policy.a.channels=private-a\\\\,b\nusher.policy.a.roles = clerk\n");
        SmallRyeConfig config = config();
        assertEquals("private-a\\,b", config.getRawValue("usher.policy.a.channels"));
        assertEquals("clerk", config.getRawValue("usher.policy.a.roles"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"s", "s\n", "s\r\n"})
    void takesOneLineBreakAwayAtTheEnd(String content) throws IOException {
        write("PUSHER_SECRET", content);
        assertEquals("s", config().getRawValue("pusher.secret"));
    }

    @ParameterizedTest
    @ValueSource(strings = {" s", "s ", "\ns", "s\t"})
    void leavesEverythingElseAsItIs(String content) throws IOException {
        write("PUSHER_SECRET", content);
        assertEquals(content, config().getRawValue("pusher.secret"));
        write("PUSHER_SECRET", content + "\n");
        assertEquals(content, config().getRawValue("pusher.secret"));
    }

    @Test
    void looksIntoNothingThatIsHiddenOrNoFile() throws IOException {
        MountedVolume volume = new MountedVolume(folder);
        volume.put(Map.of("PUSHER_KEY", "k"));
        write(".PUSHER_SECRET", SECRET);
        Files.createDirectory(folder.resolve("PUSHER_SECRET"));
        assertEquals("k", config().getRawValue("pusher.key"));
        assertNull(config().getRawValue("pusher.secret"));
        assertEquals(Set.of("PUSHER_KEY"), settings(config()).variables());
    }

    @Test
    void countsAboveTheEnvironmentAndALaterDirectoryAboveAnEarlier() throws IOException {
        Path second = Files.createDirectory(folder.resolve("second"));
        write("PUSHER_KEY", "file");
        write("PUSHER_APP_ID", "1");
        Files.writeString(second.resolve("pusher.app-id"), "2");
        SmallRyeConfig config = config(folder, second);
        assertEquals("file", config.getRawValue("pusher.key"));
        assertEquals("2", config.getRawValue("pusher.app-id"));
    }

    @Test
    void tellsWhatHasChanged() throws IOException {
        write("PUSHER_KEY", "k");
        write("PUSHER_SECRET", SECRET);
        write("a.properties", "pusher.app-id=1");
        MountedSettings before = settings(config());
        assertEquals(before, before.again());
        write("PUSHER_SECRET", "other");
        Files.delete(folder.resolve("PUSHER_KEY"));
        // The same, said in another way.
        Files.delete(folder.resolve("a.properties"));
        write("PUSHER_APP_ID", "1");
        MountedSettings after = before.again();
        assertNotEquals(before, after);
        assertEquals(Set.of("PUSHER_KEY", "PUSHER_SECRET"), after.differenceTo(before));
    }

    @Test
    void makesANewConfigurationAndLeavesTheOldAsItIs() throws IOException {
        write("PUSHER_SECRET", "old");
        SmallRyeConfig config = config();
        write("PUSHER_SECRET", "new");
        SmallRyeConfig fresh = new SmallRyeConfigBuilder()
                .withSources(settings(config).again().replacedIn(config))
                .build();
        assertEquals("new", fresh.getRawValue("pusher.secret"));
        assertEquals("environment", fresh.getRawValue("pusher.cluster"));
        assertEquals("old", config.getRawValue("pusher.secret"));
    }

    @Test
    void refusesOneSettingUnderTwoNames() throws IOException {
        write("PUSHER_SECRET", SECRET);
        write("more.properties", "pusher.secret=" + SECRET);
        assertRefuses("holds both PUSHER_SECRET and pusher.secret");
        Files.delete(folder.resolve("PUSHER_SECRET"));
        write("pusher.secret", SECRET);
        assertRefuses("holds pusher.secret in two files");
    }

    @Test
    void refusesWhatIsNoSetting() throws IOException {
        write("PUSHER_SECRET", "x".repeat(SettingsFile.MAX_BYTES + 1));
        assertRefuses("PUSHER_SECRET has more than 1048576 bytes");
        Files.write(folder.resolve("PUSHER_SECRET"), new byte[] {'9', 'c', (byte) 0xff});
        assertRefuses("PUSHER_SECRET is no text in UTF-8");
        write("PUSHER_SECRET", SECRET);
        write("more.properties", "pusher.secret=" + SECRET + "\\u12");
        assertRefuses("more.properties is no file of properties");
    }

    @Test
    void refusesADirectoryThatIsNotThere() {
        assertTrue(message(() -> config(folder.resolve("nowhere"))).contains("which is no directory"));
    }

    @Test
    void refusesADirectoryThatHasBecomeEmpty() throws IOException {
        write("PUSHER_SECRET", SECRET);
        MountedSettings before = settings(config());
        Files.delete(folder.resolve("PUSHER_SECRET"));
        assertTrue(message(before::again).contains("is empty all of a sudden"));
    }

    @Test
    void printsNoValue() throws IOException {
        write("PUSHER_SECRET", SECRET);
        assertFalse(settings(config()).toString().contains(SECRET));
    }

    @Test
    void isFoundAsAService() {
        assertTrue(ServiceLoader.load(ConfigSourceFactory.class).stream()
                .anyMatch(factory -> factory.type() == MountedSources.class));
    }

    private void assertRefuses(String sentence) {
        String message = message(this::config);
        assertTrue(message.contains(sentence), message);
        assertFalse(message.contains(SECRET), "the secret is in the message");
    }

    private static String message(Supplier<?> reading) {
        return Objects.requireNonNull(
                assertThrows(ConfigurationException.class, reading::get).getMessage());
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
    }

    private static MountedSettings settings(SmallRyeConfig config) {
        return MountedSettings.of(config).orElseThrow();
    }

    private SmallRyeConfig config() {
        return config(folder);
    }

    private static SmallRyeConfig config(Path... directories) {
        String list = String.join(
                ",", List.of(directories).stream().map(Path::toString).toList());
        return new SmallRyeConfigBuilder()
                .withSources(
                        new EnvConfigSource(Map.of("PUSHER_KEY", "environment", "PUSHER_CLUSTER", "environment"), 300),
                        new PropertiesConfigSource(Map.of(MountedSources.DIRECTORIES, list), "test", 100))
                .withSources(new MountedSources())
                .build();
    }
}
