package dev.usher.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.usher.channel.ChannelName;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClaimsTest {

    private static final List<Object> MEMBERSHIPS = List.of(
            Map.of("team", "red", "role", "lead", "sites", List.of(Map.of("id", 1L), Map.of("id", 2L))),
            Map.of("team", List.of("blue", "green"), "role", "guest"),
            "no object",
            List.of(Map.of("team", "in an array of its own")));

    private static final Claims CLAIMS = new Claims(Map.of("sub", "42", "memberships", MEMBERSHIPS));

    @Test
    void aPathLeadsIntoEveryObjectOfAnArray() {
        assertEquals(List.of("red", "blue", "green"), CLAIMS.texts("memberships.team"));
        assertEquals(List.of("1", "2"), CLAIMS.texts("memberships.sites.id"));
        assertEquals(List.of("no object"), CLAIMS.texts("memberships"));
        assertEquals(List.of(), CLAIMS.texts("memberships.nothing"));
    }

    @Test
    void aClaimAsItIsIsNeverOneOfSeveral() {
        assertEquals(Optional.empty(), CLAIMS.value("memberships.team"));
        assertEquals(Optional.of(MEMBERSHIPS), CLAIMS.value("memberships"));
    }

    /** Lead of red and guest of blue: nobody is lead of blue. */
    @ParameterizedTest
    @CsvSource({
        "'private-{memberships.team}',                       memberships.role=lead, private-red",
        "'private-{memberships.team}=.{memberships.role}',   '',                    private-red=.lead",
        "'private-{memberships.team}=.{memberships.role}',   '',                    private-blue=.lead",
    })
    void claimsOfDifferentObjectsAreNeverTakenTogether(String pattern, String required, String channel) {
        ChannelPolicy policy = policy(pattern, required);
        assertInstanceOf(Decision.Denied.class, decide(policy, CLAIMS, channel));
        assertEquals(List.of(), policy.reach(caller(CLAIMS), Action.SUBSCRIBE).names());
    }

    @Test
    void claimsOfOneObjectAreTakenTogether() {
        Claims one = new Claims(Map.of("sub", "42", "memberships", List.of(Map.of("team", "red", "role", "lead"))));
        Claims bare = new Claims(Map.of("sub", "42", "memberships", Map.of("team", "red", "role", "lead")));
        for (Claims claims : List.of(one, bare)) {
            assertInstanceOf(
                    Decision.Allowed.class,
                    decide(policy("private-{memberships.team}", "memberships.role=lead"), claims, "private-red"));
        }
    }

    @Test
    void oneClaimOfSeveralObjectsIsEnough() {
        assertInstanceOf(
                Decision.Allowed.class, decide(policy("private-{memberships.team}", ""), CLAIMS, "private-green"));
        assertInstanceOf(
                Decision.Allowed.class,
                decide(policy("private-x-{sub}", "memberships.role=lead"), CLAIMS, "private-x-42"));
    }

    private static Decision decide(ChannelPolicy policy, Claims claims, String channel) {
        return policy.decide(caller(claims), Action.SUBSCRIBE, new ChannelName(channel));
    }

    private static Caller caller(Claims claims) {
        return new Caller("42", Set.of(), claims);
    }

    private static ChannelPolicy policy(String pattern, String required) {
        List<RequiredClaim> claims = Arrays.stream(required.split(","))
                .filter(text -> !text.isEmpty())
                .map(RequiredClaim::parse)
                .toList();
        return new ChannelPolicy(List.of(new Rule(
                "rule", List.of(ChannelPattern.compile(pattern)), Set.of(Action.SUBSCRIBE), Set.of(), claims)));
    }
}
