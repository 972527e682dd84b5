package dev.usher.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.usher.channel.ChannelName;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

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

    private static Rule rule(String name, String pattern, Action action, Set<String> roles) {
        return new Rule(name, List.of(ChannelPattern.compile(pattern)), Set.of(action), roles);
    }
}
