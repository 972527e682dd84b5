package dev.usher.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.usher.channel.ChannelName;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        "private-encrypted-user-{sub}, private-{nick}",
        "presence-user-{sub}, private-{nick}",
    })
    void takesRulesThatKeepApart(String one, String other) {
        subscribing(List.of(one, other));
    }

    @Test
    void refusesARuleThatCouldNeverAllowAnything() {
        assertThrows(
                IllegalArgumentException.class, () -> new Rule("idle", List.of(), Set.of(Action.SUBSCRIBE), Set.of()));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Rule("idle", List.of(ChannelPattern.compile("*")), Set.of(), Set.of()));
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
