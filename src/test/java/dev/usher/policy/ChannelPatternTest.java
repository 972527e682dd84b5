package dev.usher.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.channel.ChannelName;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ChannelPatternTest {

    private static final Claims CLAIMS = new Claims(Map.of(
            "sub",
            "42",
            "odd",
            "auth0|1",
            "escape",
            "a=b",
            "half",
            "a\uD800b",
            "empty",
            "",
            "level",
            7L,
            "ratio",
            new BigDecimal("1.5"),
            "teams",
            List.of("red", "blue", 3L, Map.of("not", "a text")),
            "org",
            Map.of("id", "acme", "unit", Map.of("name", "labs")),
            "https://example.com/teams",
            List.of("green")));

    @ParameterizedTest
    @CsvSource({
        "private-user-{sub}, private-user-42",
        "private-user-{odd}, private-user-auth0=7C1",
        "private-user-{escape}, private-user-a=3Db",
        "private-level-{level}, private-level-7",
        "presence-team-{teams}, presence-team-red",
        "presence-team-{teams}, presence-team-blue",
        "presence-team-{teams}, presence-team-3",
        "private-{org.id}, private-acme",
        "private-{org.unit.name}, private-labs",
        "private-{https://example.com/teams}, private-green",
        "private-*, private-anything-at.all",
        "private-*-end, private-a-b-end",
        "private-a*b*c, private-aXbbYbc",
        "private-encrypted-*, private-encrypted-x",
        "news, news",
        "*, presence-x",
        "*, x",
        "private-user-{sub}=.*, private-user-42=.inbox",
        "private-{org.id}=.{teams}, private-acme=.blue",
        "private-*=.{sub}, private-x=.y=.42",
        "private-{sub}=.*=.{teams}, private-42=.x=.y=.red",
    })
    void matches(String pattern, String channel) {
        assertTrue(matching(pattern, channel));
    }

    @ParameterizedTest
    @CsvSource({
        "private-user-{sub}, private-user-43",
        "private-user-{sub}, private-user-4",
        "private-user-{sub}, private-user-421",
        "private-user-{sub}, private-user-42-1",
        "private-user-{sub}, presence-user-42",
        "private-user-{missing}, private-user-null",
        "private-user-{missing}, private-user-",
        "private-user-{empty}, private-user-",
        "private-user-{half}, private-user-a=3Fb",
        "private-user-{odd}, private-user-auth0=7c1",
        "private-ratio-{ratio}, private-ratio-1.5",
        "presence-team-{teams}, presence-team-green",
        "private-{org}, private-acme",
        "private-{org.unit}, private-labs",
        "private-*, private-",
        "private-*, presence-x",
        "private-*, private-encrypted-x",
        "private-*, private-cache-x",
        "private-encrypted-*, private-encrypted-cache-x",
        "cache-*, x",
        "n*, cache-n",
        "private-a*b*c, private-abc",
        "private-a*b*c, private-aXcYb",
        "private-user-{sub}=.*, private-user-42=.",
        "private-user-{sub}=.*, private-user-42",
        "private-user-{sub}=.*, private-user-421=.inbox",
    })
    void doesNotMatch(String pattern, String channel) {
        assertFalse(matching(pattern, channel));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{sub}",
                "{sub}-inbox",
                "private-user-{sub",
                "private-user-{}",
                "private-user-}",
                "private user",
                "private-#x",
                "#server-to-user-{sub}",
                "private-é",
                "private-**",
                "private-{sub}{teams}",
                "private-{sub}*",
                "private-*{sub}",
                "private-user-{sub}-*",
                "private-user-{sub};*",
                "private-user-{sub}==*",
                "private-user-{sub}=7C*",
                "private-user-{sub}=A*",
                "private-*-{sub}",
                "private-{org.id}-{sub}",
                "private-x={sub}",
                "private-*=.{sub}=.*",
                "private-user-{ sub}",
                "private-user-{sub }",
                "private-user-{{sub}",
                "private-01234567890123456789012345678901234567890123456789012345678901234567890123456789"
                        + "01234567890123456789012345678901234567890123456789012345678901234567890123456789-*",
            })
    void refusesWhatIsNoPatternOrUnsafe(String pattern) {
        assertThrows(UnsafePatternException.class, () -> ChannelPattern.compile(pattern));
    }

    @Test
    void proposesASafePatternThatCompiles() {
        String message = String.valueOf(
                assertThrows(UnsafePatternException.class, () -> ChannelPattern.compile("private-user-{sub}-*"))
                        .getMessage());
        String proposal = message.substring(message.lastIndexOf(' ') + 1);
        assertEquals("{sub}=.*", proposal);
        assertTrue(matching("private-user-" + proposal, "private-user-42=.inbox"));
    }

    private static boolean matching(String pattern, String channel) {
        return ChannelPattern.compile(pattern).matches(new ChannelName(channel), CLAIMS);
    }
}
