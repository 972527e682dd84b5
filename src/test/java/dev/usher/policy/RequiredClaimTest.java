package dev.usher.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RequiredClaimTest {

    private static final Claims CLAIMS = new Claims(Map.ofEntries(
            Map.entry("sub", "auth0|1"),
            Map.entry("email_verified", true),
            Map.entry("phone_verified", false),
            Map.entry("phone", "false"),
            Map.entry("plan", List.of("pro", "beta")),
            Map.entry("level", 7L),
            Map.entry("ratio", new BigDecimal("1.5")),
            Map.entry("empty", ""),
            Map.entry("none", List.of()),
            Map.entry("org", Map.of("id", "acme")),
            Map.entry("memberships", List.of(Map.of("team", "red"), Map.of("team", List.of("blue", "green"))))));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "email_verified=true",
                "email_verified",
                "phone_verified=false",
                "plan=pro",
                "plan=team|beta",
                "level=7",
                "level",
                "sub=auth0||1",
                "sub=x|auth0||1|y",
                "org.id",
                "org.id=acme",
                "memberships.team=red",
                "memberships.team=green",
            })
    void isMet(String claim) {
        assertTrue(RequiredClaim.parse(claim).isMetBy(CLAIMS));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "email_verified=True",
                "email_verified=false",
                "phone_verified",
                "phone",
                "phone_verified=true",
                "plan=team",
                "plan=pro,beta",
                "level=7.0",
                "ratio",
                "ratio=1.5",
                "empty",
                "none",
                "org",
                "missing",
                "sub=auth0",
                "memberships=red",
                "memberships.role",
            })
    void isNotMet(String claim) {
        assertFalse(RequiredClaim.parse(claim).isMetBy(CLAIMS));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "=x", "plan=", "plan=|pro", "plan=pro|", "plan = pro", "plan= pro", " plan", "a=|"})
    void refusesWhatAsksForNothing(String claim) {
        assertThrows(UnusableRuleException.class, () -> RequiredClaim.parse(claim));
    }

    @ParameterizedTest
    @ValueSource(strings = {"plan", "plan=pro", "plan=beta|pro", "sub=auth0||1|x", "org.id=a=b", "x=||"})
    void isWrittenAsItWasRead(String claim) {
        assertEquals(claim, RequiredClaim.parse(claim).toString());
    }

    @ParameterizedTest
    @CsvSource({
        "plan,            plan=pro,       true",
        "plan,            plan,           true",
        "plan=pro|team,   plan=pro,       true",
        "plan=pro,        plan=pro,       true",
        "plan=pro,        plan=pro|team,  false",
        "plan=pro,        plan,           false",
        "plan,            plan=false,     false",
        "plan,            level,          false",
    })
    void followsFromAStricterOne(String claim, String other, boolean follows) {
        assertEquals(follows, RequiredClaim.parse(claim).followsFrom(RequiredClaim.parse(other)));
    }

    @Test
    void aClaimNamedByItsWholePathComesFirst() {
        Claims both = new Claims(Map.of("org.id", "flat", "org", Map.of("id", "nested")));
        assertTrue(RequiredClaim.parse("org.id=flat").isMetBy(both));
        assertFalse(RequiredClaim.parse("org.id=nested").isMetBy(both));
    }
}
