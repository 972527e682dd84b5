package dev.usher.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.channel.ChannelName;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ChannelPolicyTest {

    private static final ChannelPolicy POLICY = new ChannelPolicy(List.of(
            rule("own", "private-user-{sub}", Action.SUBSCRIBE, Set.of()),
            rule("backend", "*", Action.PUBLISH, Set.of("publisher", "admin"))));

    @Test
    void allowsAUserTheirOwnChannel() {
        assertEquals(new Decision.Allowed("own"), decide("1", Set.of(), Action.SUBSCRIBE, "private-user-1"));
    }

    @Test
    void deniesAnotherUsersChannel() {
        assertDenied("1", Set.of(), Action.SUBSCRIBE, "private-user-2");
        assertDenied("1", Set.of(), Action.SUBSCRIBE, "private-user-1-2");
        assertDenied("1-2", Set.of(), Action.SUBSCRIBE, "private-user-1");
    }

    @Test
    void deniesWhatNoRuleIsAbout() {
        assertDenied("1", Set.of(), Action.SUBSCRIBE, "private-orders");
    }

    @Test
    void allowsAnActionToWhoHasOneOfTheRoles() {
        assertEquals(new Decision.Allowed("backend"), decide("1", Set.of("admin"), Action.PUBLISH, "private-user-2"));
    }

    @Test
    void deniesAnActionToWhoLacksTheRoles() {
        assertDenied("1", Set.of("reader"), Action.PUBLISH, "private-user-1");
        assertDenied("1", Set.of(), Action.PUBLISH, "private-user-1");
    }

    @Test
    void doesNotLetWhoMayPublishSubscribe() {
        assertDenied("1", Set.of("publisher"), Action.SUBSCRIBE, "private-user-2");
    }

    @Test
    void deniesEverythingWithoutRules() {
        Decision decision = new ChannelPolicy(List.of())
                .decide(caller("1", Set.of()), Action.SUBSCRIBE, new ChannelName("private-user-1"));
        assertEquals(new Decision.Denied(Action.SUBSCRIBE, new ChannelName("private-user-1")), decision);
    }

    @ParameterizedTest
    @CsvSource({
        "private-user-{sub}, private-{nick}",
        "private-user-{sub}, private-u{nick}",
        "private-user-{sub}, private-user-{nick}",
        "private-user-{sub}=.inbox, private-{org}=.*",
        "presence-team-lead-{sub}, presence-team-{teams}",
    })
    void refusesRulesOfWhichOneReachesIntoAnother(String one, String other) {
        for (List<String> patterns : List.of(List.of(one, other), List.of(other, one))) {
            assertThrows(UnsafePatternException.class, () -> subscribing(patterns));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "private-user-{sub}, private-team-{teams}",
        "private-user-{sub}, private-user-{sub}=.*",
        "private-user-{sub}, private-{org}=.*",
        "private-user-{sub}, private-*",
        "private-user-{sub}, private-user-42",
        "private-team-{teams}, private-team-red",
        "private-encrypted-user-{sub}, private-{nick}",
        "presence-user-{sub}, private-{nick}",
    })
    void takesRulesThatKeepApart(String one, String other) {
        subscribing(List.of(one, other));
    }

    @ParameterizedTest
    @ValueSource(strings = {"private-*", "private-user-*", "*", "private-staff"})
    void takesWhatIsForARoleBesideTheOwnChannels(String restricted) {
        Rule staff = rule("staff", restricted, "staff", "");
        Rule own = rule("own", "private-user-{sub}", "", "");
        assertEquals(2, new ChannelPolicy(List.of(own, staff)).ruleNames().size());
    }

    @Test
    void takesARuleThatAddsAnAction() {
        Rule own = rule("own", "private-user-{sub}", "", "");
        Rule both = new Rule("both", own.channels(), Set.of(Action.values()), Set.of());
        assertEquals(2, new ChannelPolicy(List.of(own, both)).ruleNames().size());
    }

    @Test
    void refusesARuleThatCouldNeverAllowAnything() {
        assertThrows(
                IllegalArgumentException.class, () -> new Rule("idle", List.of(), Set.of(Action.SUBSCRIBE), Set.of()));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Rule("idle", List.of(ChannelPattern.compile("*")), Set.of(), Set.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "private-{sub}, 'a', '',            private-{sub}, '', ''",
        "private-{sub}, 'a', '',            private-{sub}, 'b|a', ''",
        "*,             'a', '',            *,             '', ''",
        "private-{sub}, '', 'plan=pro',     private-{sub}, '', 'plan'",
        "private-{sub}, '', 'plan=pro',     private-{sub}, '', 'plan=team|pro'",
        "private-{sub}, 'a', 'plan=pro',    private-{sub}, 'a', ''",
    })
    void refusesARuleThatAsksForSomethingInVain(
            String channels, String roles, String claims, String otherChannels, String otherRoles, String otherClaims) {
        Rule covered = rule("covered", channels, roles, claims);
        Rule covering = rule("covering", otherChannels, otherRoles, otherClaims);
        for (List<Rule> rules : List.of(List.of(covered, covering), List.of(covering, covered))) {
            String message = String.valueOf(assertThrows(UnusableRuleException.class, () -> new ChannelPolicy(rules))
                    .getMessage());
            assertTrue(message.startsWith("the rule covered asks for a role or a claim in vain"), message);
            // What stands without configuration is made idle on purpose.
            assertEquals(
                    2, new ChannelPolicy(rules, Set.of("covered")).ruleNames().size());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "private-{sub}, '', 'plan=pro',     private-{sub}, '', 'plan=team'",
        "private-{sub}, 'a', '',            private-{sub}, 'b', ''",
        "private-{sub}, 'a', '',            private-{sub}, '', 'plan'",
        "private-{sub}, 'a|b', 'plan',      private-{sub}, 'a', ''",
        "private-{sub}, '', '',             private-{sub}, '', ''",
        "private-{sub}, 'a|b', 'plan=pro',  private-{sub}, 'b|a', 'plan=pro'",
        "private-{sub}, '', '',             private-*, '', ''",
        "private-{sub}, '', '',             *, 'admin', ''",
        "private-room, 'clerk', '',         *, 'admin', ''",
        "private-x-{sub}, '', '',           private-y-{sub}, '', ''",
    })
    void takesRulesThatMeanWhatTheySay(
            String channels, String roles, String claims, String otherChannels, String otherRoles, String otherClaims) {
        ChannelPolicy policy = new ChannelPolicy(
                List.of(rule("one", channels, roles, claims), rule("other", otherChannels, otherRoles, otherClaims)));
        assertEquals(List.of("one", "other"), policy.ruleNames());
    }

    @ParameterizedTest
    @ValueSource(strings = {"news", "news-*", "pri*", "cache-x", "user-{sub}"})
    void refusesARuleThatLetsSubscribeToWhatIsPublic(String pattern) {
        assertThrows(UnusableRuleException.class, () -> subscribing(List.of(pattern)));
        ChannelPolicy both = new ChannelPolicy(List.of(new Rule(
                "both", List.of(ChannelPattern.compile(pattern)), Set.of(Action.SUBSCRIBE, Action.PUBLISH), Set.of())));
        assertEquals(List.of("both"), both.ruleNames());
    }

    @Test
    void requiresAllClaimsAndOneRole() {
        ChannelPolicy policy = new ChannelPolicy(
                List.of(rule("team", "private-team-{teams}", "lead|member", "plan=pro,email_verified")));
        Map<String, Object> all = Map.of("sub", "1", "teams", "red", "plan", "pro", "email_verified", true);
        assertAllowed(true, policy, Set.of("member"), all);
        assertAllowed(false, policy, Set.of("guest"), all);
        for (String missing : List.of("teams", "plan", "email_verified")) {
            Map<String, Object> less = new HashMap<>(all);
            less.remove(missing);
            assertAllowed(false, policy, Set.of("lead"), less);
        }
    }

    private static void assertAllowed(
            boolean allowed, ChannelPolicy policy, Set<String> roles, Map<String, Object> claims) {
        Decision decision = policy.decide(
                new Caller("1", roles, new Claims(claims)), Action.SUBSCRIBE, new ChannelName("private-team-red"));
        assertEquals(allowed, decision instanceof Decision.Allowed);
    }

    private static Rule rule(String name, String pattern, String roles, String claims) {
        return new Rule(
                name,
                List.of(ChannelPattern.compile(pattern)),
                Set.of(Action.SUBSCRIBE),
                roles.isEmpty() ? Set.of() : Set.of(roles.split("\\|")),
                claims.isEmpty()
                        ? List.of()
                        : Arrays.stream(claims.split(","))
                                .map(RequiredClaim::parse)
                                .toList());
    }

    @Test
    void refusesACallerWithoutASubject() {
        assertThrows(IllegalArgumentException.class, () -> caller("", Set.of()));
        assertThrows(IllegalArgumentException.class, () -> caller(" \n", Set.of()));
    }

    private static void assertDenied(String subject, Set<String> roles, Action action, String channel) {
        assertEquals(new Decision.Denied(action, new ChannelName(channel)), decide(subject, roles, action, channel));
    }

    private static Decision decide(String subject, Set<String> roles, Action action, String channel) {
        return POLICY.decide(caller(subject, roles), action, new ChannelName(channel));
    }

    private static Caller caller(String subject, Set<String> roles) {
        return new Caller(subject, roles, new Claims(Map.of("sub", subject)));
    }

    private static void subscribing(List<String> patterns) {
        ChannelPolicy unused = new ChannelPolicy(patterns.stream()
                .map(pattern -> rule(pattern, pattern, Action.SUBSCRIBE, Set.of()))
                .toList());
    }

    private static Rule rule(String name, String pattern, Action action, Set<String> roles) {
        return new Rule(name, List.of(ChannelPattern.compile(pattern)), Set.of(action), roles);
    }
}
