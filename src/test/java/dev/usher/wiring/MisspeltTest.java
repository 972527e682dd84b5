package dev.usher.wiring;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MisspeltTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "USHER_OPA_URL",
                "USHER_TOKEN_CACHE_ENTRIES",
                "USHER_POLICY_TEAM_CHANNELS",
                "USHER_ISSUER_PARTNER_SUBJECT_PREFIX",
                "USHER_WEBHOOK_KEYS",
                "USHER_SERVER",
                "USHER_SHARED_STATE",
                "PATH",
                // Somebody else's.
                "USHER_IMAGE",
                "USHER_OPAL",
                // What Kubernetes tells of the Services usher, usher-redis and usher-policy.
                "USHER_SERVICE_HOST",
                "USHER_SERVICE_PORT",
                "USHER_SERVICE_PORT_HTTP",
                "USHER_PORT",
                "USHER_PORT_8080_TCP",
                "USHER_PORT_8080_TCP_PROTO",
                "USHER_PORT_8080_TCP_PORT",
                "USHER_PORT_8080_TCP_ADDR",
                "USHER_REDIS_SERVICE_HOST",
                "USHER_REDIS_PORT_6379_TCP_ADDR",
                "USHER_POLICY_PORT",
            })
    void letsVariablesPassThatAreSettingsOrNotItsOwn(String variable) {
        assertDoesNotThrow(() -> Misspelt.refuseVariables(List.of(variable)));
    }

    @ParameterizedTest
    @CsvSource({
        "USHER_OPA_URI, USHER_OPA_URL",
        "USHER_OPA_, USHER_OPA_URL",
        "USHER_REVOCATION_ROLE, USHER_REVOCATION_ROLES",
        "USHER_LIMITS_USERS_RATE, USHER_LIMITS_USER_RATE",
        "USHER_TOKEN_TYP, USHER_TOKEN_TYPE",
        "USHER_REDIS_PASSWORD, USHER_REDIS_PREFIX",
        "USHER_POLICY_TEAM_ROLE, USHER_POLICY_<NAME>_ROLES",
        "USHER_POLICY_MY_TEAM_ROLES, USHER_POLICY_<NAME>_ROLES",
        "USHER_ISSUER_PARTNER_AUDIENCE, USHER_ISSUER_<NAME>_AUDIENCES",
    })
    void refusesAVariableThatIsMisspelt(String variable, String expected) {
        assertRefused(variable, expected, () -> Misspelt.refuseVariables(List.of(variable)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "usher.opa.cache-for",
                "usher.cors.origins[0]",
                "usher.policy.team.channels[12]",
                "usher.policy.my-team.roles",
                "usher.policy.\"my.team\".roles",
                "usher.webhook.keys",
                "usher.server",
                "pusher.key",
            })
    void letsPropertiesPassThatAreSettings(String property) {
        assertDoesNotThrow(() -> Misspelt.refuseProperties(List.of(property)));
    }

    @ParameterizedTest
    @CsvSource({
        "usher.opa.cache.for, usher.opa.cache-for",
        "usher.opa.cache_for, usher.opa.cache-for",
        "usher.policy.team.role, usher.policy.<NAME>.roles",
        "usher.policy.my.team.roles, usher.policy.<NAME>.roles",
        "usher.limits.user.rate, usher.limits.user-rate",
    })
    void refusesAPropertyThatIsMisspelt(String property, String expected) {
        assertRefused(property, expected, () -> Misspelt.refuseProperties(List.of(property)));
    }

    private static void assertRefused(
            String name, String expected, org.junit.jupiter.api.function.Executable refusing) {
        String message = String.valueOf(
                assertThrows(ConfigurationException.class, refusing).getMessage());
        assertTrue(message.startsWith(name + " is no setting (expected: one of "), message);
        assertTrue(message.contains(expected), message);
    }
}
