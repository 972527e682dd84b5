package dev.usher.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.explain.GivenClaims;
import dev.usher.identity.Issuers;
import dev.usher.policy.Action;
import dev.usher.policy.ChannelPattern;
import dev.usher.policy.ChannelPolicy;
import dev.usher.policy.RequiredClaim;
import dev.usher.policy.Rule;
import dev.usher.testing.SomeIssuer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PolicyCheckTest {

    private static final String HEADER = "| claims | channel | action | expected |\n|---|---|---|---|\n";

    private static final ChannelPolicy POLICY = new ChannelPolicy(List.of(
            rule("own", "private-user-{sub}", Action.SUBSCRIBE, Set.of(), List.of()),
            rule(
                    "team",
                    "presence-team-{teams}=.*",
                    Action.SUBSCRIBE,
                    Set.of("lead", "member"),
                    List.of(RequiredClaim.parse("plan=pro"))),
            rule("backend", "*", Action.PUBLISH, Set.of("publisher"), List.of())));

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void allIsAsATableSays() throws IOException {
        int code = check("""
                # Users
                | claims                          | channel              | action    | expected      |
                |:--------------------------------|----------------------|-----------|---------------|
                | {"sub":"42"}                    | private-user-42      | subscribe | allow:own     |
                | {"sub":"auth0|1"}               | private-user-auth0=7C1 | subscribe | allow       |
                | {"sub":"42"}                    | private-user-43      | subscribe | deny          |

                | {"sub":"42","teams":["red"],"plan":"pro","groups":["lead"]} | presence-team-red=.a | subscribe | allow:team |
                # Backends
                | claims | channel | action | expected |
                | {"sub":"shop","groups":["publisher"]} | news | publish | allow:backend |
                """, true);
        assertEquals("5 rows, 5 as expected, 0 not.\n", output());
        assertEquals(PolicyCheck.AS_EXPECTED, code);
    }

    @Test
    void reportsASurpriseWithWhereItStandsAndWhy() throws IOException {
        int code = check(HEADER + """
                        | {"sub":"42","teams":["red"],"plan":"free"} | presence-team-red=.a | subscribe | allow |
                        | {"sub":"42"} | private-user-42 | subscribe | deny |
                        | {"sub":"42"} | private-user-42 | subscribe | allow:team |
                        """, false);
        assertEquals(PolicyCheck.SURPRISE, code);
        assertSays(
                "table.md:3: {\"sub\":\"42\",\"teams\":[\"red\"],\"plan\":\"free\"} subscribe presence-team-red=.a: expected"
                        + " allow, was deny",
                "    team: needs one of the roles lead, member; needs the claim plan=pro",
                "    own: private-user-{sub} reads private-user-42",
                "    backend: only lets callers publish; needs the role publisher",
                "table.md:4:",
                "expected deny, was allow:own",
                "table.md:5:",
                "expected allow:team, was allow:own",
                "3 rows, 0 as expected, 3 not.");
    }

    @Test
    void reportsRulesThatNoRowIsAllowedBy() throws IOException {
        String table = HEADER + "| {\"sub\":\"42\"} | private-user-42 | subscribe | allow |\n";
        assertEquals(PolicyCheck.AS_EXPECTED, check(table, false));
        assertSays("warning: no row is allowed by the rule team.", "warning: no row is allowed by the rule backend.");
        assertEquals(PolicyCheck.SURPRISE, check(table, true));
        assertSays("unexpected: no row is allowed by the rule team.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "| {\"sub\":\"42\"} | private-user-42 | subscribe |; this is no row",
                "{\"sub\":\"42\"}, private-user-42, subscribe, allow; this is no row",
                "| {\"sub\":\"42\"} | private user | subscribe | allow |; a channel name holds U+0020",
                "| {\"sub\":\"42\"} | news | subscribe | allow |; news is a public channel",
                "| {\"sub\":\"42\"} | private-x | join | allow |; is no action",
                "| {\"sub\":\"42\"} | private-x | subscribe | allowed |; is no expectation",
                "| {\"sub\":\"42\"} | private-x | subscribe | allow: |; is no expectation",
                "| {\"sub\":\"42\" | private-x | subscribe | allow |; no valid JSON",
                "| {\"sub\":\"42\",\"sub\":\"43\"} | private-x | subscribe | allow |; no valid JSON",
                "| [] | private-x | subscribe | allow |; no object",
                "| {} | private-x | subscribe | allow |; it lacks sub",
            })
    void saysWhereATableCannotBeRead(String row, String message) throws IOException {
        assertEquals(PolicyCheck.UNUSABLE, check(HEADER + "# first\n\n" + row + "\n", false));
        assertSays("table.md:5: ", message);
    }

    @Test
    void refusesATableWithoutAHeaderOrWithoutRows() throws IOException {
        assertEquals(
                PolicyCheck.UNUSABLE, check("| {\"sub\":\"42\"} | private-user-42 | subscribe | allow |\n", false));
        assertSays("table.md:1: there is a row without a header");
        assertEquals(PolicyCheck.UNUSABLE, check(HEADER, false));
        assertSays("ends without a row");
        assertEquals(PolicyCheck.UNUSABLE, checking().check(folder.resolve("nowhere.md"), false));
        assertSays("cannot be read");
    }

    @Test
    void tellsWhoCanJoin() {
        assertEquals(PolicyCheck.AS_EXPECTED, checking().whoCanJoin("private-user-auth0=7C1"));
        assertEquals("own: whoever has the claim sub=auth0||1\n", output());
        assertEquals(PolicyCheck.AS_EXPECTED, checking().whoCanJoin("presence-team-red=.a"));
        assertSays("team: whoever has the claim teams=red and the claim plan=pro and one of the roles lead, member");
        assertEquals(PolicyCheck.AS_EXPECTED, checking().whoCanJoin("private-x"));
        assertSays("Nobody can join private-x.");
        assertEquals(PolicyCheck.AS_EXPECTED, checking().whoCanJoin("news"));
        assertSays("public channel");
        assertEquals(PolicyCheck.UNUSABLE, checking().whoCanJoin("private x"));
    }

    private int check(String table, boolean strict) throws IOException {
        return checking().check(Files.writeString(folder.resolve("table.md"), table), strict);
    }

    private PolicyCheck checking() {
        out.reset();
        return new PolicyCheck(
                POLICY,
                new GivenClaims(new Issuers(List.of(SomeIssuer.withRolesAt("groups")))),
                new PrintStream(out, true, StandardCharsets.UTF_8));
    }

    private String output() {
        return out.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    private void assertSays(String... sentences) {
        for (String sentence : sentences) {
            assertTrue(output().contains(sentence), () -> sentence + " is not in:\n" + output());
        }
    }

    private static Rule rule(
            String name, String pattern, Action action, Set<String> roles, List<RequiredClaim> claims) {
        return new Rule(name, List.of(ChannelPattern.compile(pattern)), Set.of(action), roles, claims);
    }
}
