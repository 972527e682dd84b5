package dev.usher.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.usher.identity.Issuers;
import dev.usher.identity.Roles;
import dev.usher.policy.Caller;
import dev.usher.testing.SomeIssuer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GivenClaimsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "groups; {\"sub\":\"1\",\"groups\":[\"a\",\"b\"]}; a b",
                "groups; {\"sub\":\"1\",\"roles\":[\"a\"]}; ``",
                "realm_access/roles; {\"sub\":\"1\",\"realm_access\":{\"roles\":[\"a\"]}}; a",
                "\"https://x/roles\"; {\"sub\":\"1\",\"https://x/roles\":[\"a\"]}; a",
                "scope; {\"sub\":\"1\",\"scope\":\"a b\"}; a b",
            })
    void readsRolesFromWhereTokensHoldThem(String path, String claims, String roles) throws Exception {
        Set<String> expected =
                Arrays.stream(roles.split(" ")).filter(role -> !role.isEmpty()).collect(Collectors.toSet());
        assertEquals(expected, caller(path, claims).roles());
    }

    @Test
    void takesThemForThoseOfTheIssuerThatTheyName() throws Exception {
        GivenClaims given = new GivenClaims(new Issuers(List.of(
                SomeIssuer.withRolesAt("groups"),
                SomeIssuer.of("https://partner", "partner:", Roles.at("roles", Optional.of(Set.of("guest")))))));
        String claims = """
                {"iss":"https://partner","sub":"1","roles":["guest","publisher"],"groups":["publisher"]}""";
        Caller partner = given.caller(new JsonMapper().readTree(claims));
        assertEquals("partner:1", partner.subject());
        assertEquals(List.of("partner:1"), partner.claims().texts("sub"));
        assertEquals(Set.of("guest"), partner.roles());
        for (String impossible : List.of("{\"sub\":\"1\",\"iss\":\"https://x\"}", "{\"sub\":\"partner:1\"}")) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> given.caller(new JsonMapper().readTree(impossible)),
                    impossible);
        }
    }

    @Test
    void readsClaimsAsThoseOfATokenAreRead() throws Exception {
        Caller caller = caller("groups", """
                {"sub":"1","n":7,"big":123456789012345678901,"half":1.5,"t":true,"no":null,"list":[1,null,"x",{"a":"b"}]}""");
        assertEquals("1", caller.subject());
        assertEquals(List.of("7"), caller.claims().texts("n"));
        assertEquals(List.of("123456789012345678901"), caller.claims().texts("big"));
        assertEquals(List.of(), caller.claims().texts("half"));
        assertEquals(List.of("true"), caller.claims().texts("t"));
        assertEquals(List.of(), caller.claims().texts("no"));
        assertEquals(List.of("1", "x"), caller.claims().texts("list"));
        assertEquals(List.of("b"), caller.claims().texts("list.a"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "7",
                "{}",
                "{\"sub\":\"\"}",
                "{\"sub\":7}",
                "{\"sub\":null}",
                "{\"sub\":\"1\",\"groups\":[3]}"
            })
    void refusesClaimsThatNobodyCouldHave(String claims) {
        assertThrows(IllegalArgumentException.class, () -> caller("groups", claims));
    }

    private static Caller caller(String pathToRoles, String claims) throws JsonProcessingException {
        return new GivenClaims(new Issuers(List.of(SomeIssuer.withRolesAt(pathToRoles))))
                .caller(new JsonMapper().readTree(claims));
    }
}
