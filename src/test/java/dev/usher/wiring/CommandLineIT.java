package dev.usher.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.testing.ShippedArtifact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands of what is shipped, with nothing configured but a policy. */
class CommandLineIT {

    private static final long PATIENCE_SECONDS = 60;

    private static final String TABLE = """
            | claims                                | channel          | action    | expected      |
            |---------------------------------------|------------------|-----------|---------------|
            | {"sub":"42"}                          | private-user-42  | subscribe | allow:own     |
            | {"sub":"42"}                          | private-user-43  | subscribe | deny          |
            | {"sub":"shop","groups":["publisher"]} | private-user-42  | publish   | allow:backend |
            | {"sub":"42","teams":["red"]}          | private-team-red | subscribe | allow:team    |
            """;

    private final Map<String, String> environment =
            new HashMap<>(Map.of("USHER_POLICY_TEAM_CHANNELS", "private-team-{teams}"));

    @TempDir
    Path folder;

    @Test
    void aTableIsCheckedAgainstTheConfiguredPolicy() throws Exception {
        String output = run(0, "--check-policy", table(TABLE), "--strict");
        assertEquals("4 rows, 4 as expected, 0 not.", output.strip());
    }

    @Test
    void aSurpriseIsToldByTheExitCodeAndExplained() throws Exception {
        environment.put("USHER_POLICY_TEAM_CLAIMS", "plan=pro|team");
        String output = run(1, "--check-policy", table(TABLE));
        assertTrue(output.contains("table.md:6: "), output);
        assertTrue(output.contains("team: needs the claim plan=pro|team"), output);
        assertTrue(output.contains("warning: no row is allowed by the rule team."), output);
    }

    @Test
    void whoCanJoinIsAnswered() throws Exception {
        assertEquals(
                "team: whoever has the claim teams=red",
                run(0, "--who-can-join", "private-team-red").strip());
    }

    @Test
    void rulesAreRefusedAsAtTheStart() throws Exception {
        environment.put("USHER_POLICY_INBOX_CHANNELS", "private-user-{sub}-*");
        String output = run(2, "--check-policy", table(TABLE));
        assertTrue(output.contains("usher.policy.inbox.channels: the pattern"), output);
        environment.remove("USHER_POLICY_INBOX_CHANNELS");
        environment.put("USHER_POLICY_TEAM_CLAIM", "plan");
        assertTrue(run(2, "--check-policy", table(TABLE)).contains("USHER_POLICY_TEAM_CLAIM is no setting"));
    }

    @Test
    void rolesAreReadFromWhereTokensHoldThem() throws Exception {
        environment.put("SMALLRYE_JWT_PATH_GROUPS", "realm_access/roles");
        String table = TABLE.replace("\"groups\":[\"publisher\"]", "\"realm_access\":{\"roles\":[\"publisher\"]}");
        assertTrue(run(0, "--check-policy", table(table)).contains("4 as expected"));
    }

    @Test
    void claimsSpeakForWhomTokensOfTheirIssuerSpeak() throws Exception {
        environment.put("MP_JWT_VERIFY_ISSUER", "https://login.example.com");
        environment.put("USHER_ISSUER_PARTNER_ISS", "https://login.partner.example");
        environment.put("USHER_ISSUER_PARTNER_SUBJECT_PREFIX", "partner:");
        environment.put("USHER_OPA_URL", "http://localhost:1/");
        String table = TABLE.replace("{\"sub\":\"42\"}", "{\"sub\":\"42\",\"iss\":\"https://login.partner.example\"}")
                .replace("private-user-42  | subscribe", "private-user-partner=3A42 | subscribe");
        String output = run(0, "--check-policy", table(table));
        assertTrue(output.startsWith("note: USHER_OPA_URL is not asked"), output);
        assertTrue(output.contains("4 as expected"), output);
    }

    @Test
    void aFileThatIsNoTableIsRefused() throws Exception {
        assertTrue(run(2, "--check-policy", table("no table")).contains("table.md:1: this is no row"));
        assertTrue(run(2, "--check-policy", "nowhere.md").contains("nowhere.md cannot be read."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "--check-policy",
                "--check-policy a b",
                "--check-policy --strict --strict --strict",
                "--who-can-join",
                "serve"
            })
    void anUnknownCommandIsAnsweredWithTheUsage(String arguments) throws Exception {
        assertTrue(run(2, arguments.split(" ")).startsWith("Usage:"));
    }

    private String table(String content) throws IOException {
        return Files.writeString(folder.resolve("table.md"), content).toString();
    }

    private String run(int exitCode, String... arguments) throws Exception {
        Path log = folder.resolve("log");
        List<String> command = Stream.concat(
                        Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-jar",
                                ShippedArtifact.runner().toString()),
                        Arrays.stream(arguments))
                .toList();
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            boolean stopped = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            String output = Files.readString(log);
            assertTrue(stopped, () -> "still runs:\n" + output);
            assertEquals(exitCode, process.exitValue(), output);
            assertFalse(output.contains("\tat "), "a sentence was to be said, not a stack trace:\n" + output);
            return output;
        } finally {
            process.destroyForcibly();
        }
    }
}
