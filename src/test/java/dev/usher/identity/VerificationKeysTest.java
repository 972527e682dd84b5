package dev.usher.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files are taken for the issuer's keys. */
final class VerificationKeysTest {

    @ParameterizedTest
    @CsvSource({"RSA, 2048", "RSA, 4096", "EC, 256"})
    void readsAPublicKeyByWhatItIs(String algorithm, int size) throws Exception {
        PublicKey key = key(algorithm, size);
        assertEquals(Optional.of(key), VerificationKeys.pem(pem("PUBLIC KEY", key.getEncoded())));
        check(pem("PUBLIC KEY", key.getEncoded()));
    }

    @ParameterizedTest
    @CsvSource({"RSA, 1024", "EC, 384"})
    void refusesKeysThatAreNotFitForTheirAlgorithm(String algorithm, int size) throws Exception {
        String weak = pem("PUBLIC KEY", key(algorithm, size).getEncoded());
        String message = String.valueOf(
                assertThrows(ConfigurationException.class, () -> check(weak)).getMessage());
        assertTrue(message.contains("RSA of 2048 bits or more, or EC P-256"), message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>",
                "{}",
                "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
            })
    void refusesWhatIsNoKey(String content) {
        assertThrows(ConfigurationException.class, () -> check(content));
    }

    @Test
    void refusesAPrivateKey() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        String secret =
                pem("PRIVATE KEY", generator.generateKeyPair().getPrivate().getEncoded());
        assertThrows(ConfigurationException.class, () -> check(secret));
    }

    private static void check(String content) {
        JWTAuthContextInfo context = new JWTAuthContextInfo();
        context.setPublicKeyContent(content);
        new VerificationKeys().check(new StartupEvent(), context);
    }

    private static PublicKey key(String algorithm, int size) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        if (algorithm.equals("EC")) {
            generator.initialize(new ECGenParameterSpec("secp" + size + "r1"));
        } else {
            generator.initialize(size);
        }
        return generator.generateKeyPair().getPublic();
    }

    private static String pem(String what, byte[] der) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(what, Base64.getMimeEncoder().encodeToString(der), what);
    }
}
