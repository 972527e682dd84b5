package dev.usher.wiring;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.usher.identity.Issuers;
import dev.usher.identity.TokenConfig;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which issuers may be configured beside each other, by the variables that operators set. */
final class ConfiguredIssuersTest {

    private static final Map<String, String> FIRST = Map.of(
            "MP_JWT_VERIFY_ISSUER", "https://issuer.example.com",
            "MP_JWT_VERIFY_AUDIENCES", "usher",
            "MP_JWT_VERIFY_PUBLICKEY_LOCATION", "https://issuer.example.com/jwks");

    private static final Map<String, String> PARTNER = Map.of(
            "USHER_ISSUER_PARTNER_ISS", "https://partner.example.com",
            "USHER_ISSUER_PARTNER_KEYS", "https://partner.example.com/jwks",
            "USHER_ISSUER_PARTNER_AUDIENCES", "usher");

    @Test
    void takesOneIssuerByEitherNames() {
        assertDoesNotThrow(() -> read(FIRST));
        assertDoesNotThrow(() -> read(PARTNER));
    }

    @Test
    void wantsToKnowWhoseUsersAreWhose() {
        Map<String, String> both = both("USHER_ISSUER_PARTNER_TYPE", "at+jwt");
        assertRefused(both, "USHER_ISSUER_PARTNER_SUBJECT_PREFIX, such as partner:");
        assertDoesNotThrow(() -> read(both("USHER_ISSUER_PARTNER_SUBJECT_PREFIX", "partner:")));
        Map<String, String> shared = both("USHER_ISSUER_PARTNER_SHARES_SUBJECTS", "true");
        assertDoesNotThrow(() -> read(shared));
        shared.put("USHER_ISSUER_PARTNER_SUBJECT_PREFIX", "partner:");
        assertRefused(shared, "Set either");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "USHER_ISSUER_PARTNER_ISS; https://issuer.example.com; two issuers have the iss",
                "USHER_ISSUER_PARTNER_ISS; ' '; Set USHER_ISSUER_PARTNER_ISS to",
                "USHER_ISSUER_PARTNER_KEYS; ''; Set USHER_ISSUER_PARTNER_KEYS to",
                "USHER_ISSUER_PARTNER_KEYS; https://user:password@partner.example.com; without user and password",
                "USHER_ISSUER_PARTNER_AUDIENCES; ''; Set USHER_ISSUER_PARTNER_AUDIENCES to",
                "USHER_ISSUER_PARTNER_ALGORITHMS; RS256,HS256; cannot stand beside",
                "USHER_ISSUER_PARTNER_ALGORITHMS; HS256; from a file, not from a URL",
                "USHER_ISSUER_PARTNER_CLOCK_SKEW; 6m; not between 0 and 5 minutes",
                "USHER_USER_ID; uid; Leave USHER_USER_ID out",
                "MP_JWT_VERIFY_PUBLICKEY_ALGORITHM; none; Set MP_JWT_VERIFY_PUBLICKEY_ALGORITHM",
                "MP_JWT_VERIFY_ISSUER; ''; Set MP_JWT_VERIFY_ISSUER",
                "MP_JWT_VERIFY_AUDIENCES; ''; Set MP_JWT_VERIFY_AUDIENCES",
                "MP_JWT_VERIFY_PUBLICKEY_LOCATION; ''; Set MP_JWT_VERIFY_PUBLICKEY_LOCATION",
            })
    void refusesWhatIsMissingOrUnsafe(String variable, String value, String sentence) {
        Map<String, String> both = both("USHER_ISSUER_PARTNER_SUBJECT_PREFIX", "partner:");
        both.put(variable, value);
        assertRefused(both, sentence);
    }

    private static Map<String, String> both(String variable, String value) {
        Map<String, String> both = new HashMap<>(FIRST);
        both.putAll(PARTNER);
        both.put(variable, value);
        return both;
    }

    private static void assertRefused(Map<String, String> environment, String sentence) {
        String message = String.valueOf(assertThrows(ConfigurationException.class, () -> read(environment))
                .getMessage());
        assertTrue(message.contains(sentence), message);
    }

    private static Issuers read(Map<String, String> environment) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withSources(new EnvConfigSource(environment, 300))
                .withDefaultValue("mp.jwt.verify.publickey.algorithm", "RS256,ES256")
                .withDefaultValue("mp.jwt.verify.clock.skew", "30")
                .withConverter(java.time.Duration.class, 200, new io.quarkus.runtime.configuration.DurationConverter())
                .withMapping(IssuersConfig.class)
                .withMapping(TokenConfig.class)
                .withValidateUnknown(false)
                .build();
        return ConfiguredIssuers.of(
                config.getConfigMapping(IssuersConfig.class), config.getConfigMapping(TokenConfig.class), config);
    }
}
