package dev.usher.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.Key;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.OkpJwkGenerator;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.keys.EllipticCurves;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken for an issuer's keys. */
final class KeyDocumentTest {

    private static final Set<Algorithm> DEFAULT = Set.of(Algorithm.RS256, Algorithm.ES256);
    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    @ParameterizedTest
    @CsvSource({"RSA, 2048, RS256", "RSA, 4096, PS256", "EC, 256, ES256", "EC, 521, ES512", "Ed25519, 255, EdDSA"})
    void readsAPublicKeyByWhatItIs(String kind, int size, Algorithm algorithm) throws Exception {
        PublicKey key = key(kind, size);
        String pem = pem("PUBLIC KEY", key.getEncoded());
        assertEquals(List.of(key), keys(KeyDocument.read(pem, Set.of(algorithm))));
    }

    @ParameterizedTest
    @CsvSource({"RSA, 1024, RS256", "EC, 384, ES256", "EC, 256, ES384", "RSA, 2048, ES256", "EC, 256, RS256"})
    void refusesKeysThatAreNotFitForTheirAlgorithm(String kind, int size, Algorithm algorithm) throws Exception {
        String pem = pem("PUBLIC KEY", key(kind, size).getEncoded());
        assertRefused(pem, Set.of(algorithm), "no key that is fit for " + algorithm);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>",
                "{}",
                "[]",
                "{\"keys\":[]}",
                "{\"keys\":{}}",
                "{\"keys\":[1,null,[]]}",
                "{\"keys\":[{\"kty\":\"RSA\"}]}",
                "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
                "-----BEGIN PUBLIC KEY-----\n!\n-----END PUBLIC KEY-----",
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
            })
    void refusesWhatIsNoKey(String content) {
        assertThrows(IllegalArgumentException.class, () -> KeyDocument.read(content, DEFAULT));
    }

    @Test
    void refusesAPrivateKey() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        String secret =
                pem("PRIVATE KEY", generator.generateKeyPair().getPrivate().getEncoded());
        assertRefused(secret, DEFAULT, "holds no public key");
    }

    @Test
    void readsEveryKindOfKeyOutOfAJwks() throws Exception {
        String jwks = jwks(
                jwk(RsaJwkGenerator.generateJwk(2048), Map.of()),
                jwk(EcJwkGenerator.generateJwk(EllipticCurves.P256), Map.of()),
                jwk(EcJwkGenerator.generateJwk(EllipticCurves.P384), Map.of()),
                jwk(EcJwkGenerator.generateJwk(EllipticCurves.P521), Map.of()),
                jwk(OkpJwkGenerator.generateJwk("Ed25519"), Map.of()));
        Set<Algorithm> all = Stream.of(Algorithm.values())
                .filter(algorithm -> !algorithm.isSecret())
                .collect(Collectors.toSet());
        Keys keys = KeyDocument.read(jwks, all);
        assertEquals(5, keys.all().size());
        for (Algorithm algorithm : all) {
            assertEquals(1, keys.candidates(Optional.of("a"), algorithm).size(), algorithm.name());
        }
    }

    @ParameterizedTest
    @MethodSource("membersThatRuleAKeyOut")
    void passesOverAKeyThatIsForSomethingElse(Map<String, Object> members) throws Exception {
        String jwks = jwks(
                jwk(RsaJwkGenerator.generateJwk(2048), members),
                jwk(EcJwkGenerator.generateJwk(EllipticCurves.P256), Map.of("kid", "other")));
        Keys keys = KeyDocument.read(jwks, DEFAULT);
        assertEquals(List.of(), keys.candidates(Optional.of("a"), Algorithm.RS256));
        assertEquals(1, keys.candidates(Optional.of("other"), Algorithm.ES256).size());
    }

    static Stream<Map<String, Object>> membersThatRuleAKeyOut() {
        return Stream.of(
                Map.of("use", "enc"),
                Map.of("use", 1),
                Map.of("key_ops", List.of("sign")),
                Map.of("key_ops", "verify"),
                Map.of("alg", "RS512"),
                Map.of("alg", "RSA-OAEP"),
                Map.of("kty", "strange"),
                Map.of("d", "AQAB"));
    }

    @Test
    void takesAKeyThatSaysItIsForThis() throws Exception {
        Map<String, Object> members = Map.of("use", "sig", "key_ops", List.of("verify"), "alg", "RS256");
        Keys keys = KeyDocument.read(jwks(jwk(RsaJwkGenerator.generateJwk(2048), members)), DEFAULT);
        assertEquals(1, keys.candidates(Optional.empty(), Algorithm.RS256).size());
    }

    @Test
    void refusesAJwksOfMoreKeysThanAnybodyHas() throws Exception {
        String key = jwk(EcJwkGenerator.generateJwk(EllipticCurves.P256), Map.of());
        String[] keys = Stream.generate(() -> key).limit(101).toArray(String[]::new);
        assertRefused(jwks(keys), DEFAULT, "more than 100 keys");
    }

    @Test
    void refusesAJwksWithAMemberTwice() throws Exception {
        String jwks = jwks(jwk(RsaJwkGenerator.generateJwk(2048), Map.of()));
        assertThrows(
                IllegalArgumentException.class,
                () -> KeyDocument.read(jwks.replace("{\"keys\"", "{\"keys\":[],\"keys\""), DEFAULT));
    }

    @Test
    void readsASecretForHs256Alone() {
        Keys keys = KeyDocument.read(SECRET, Set.of(Algorithm.HS256));
        assertEquals(1, keys.candidates(Optional.empty(), Algorithm.HS256).size());
        String oct = "{\"kty\":\"oct\",\"kid\":\"s\",\"k\":\""
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(SECRET.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                + "\"}";
        assertEquals(
                1,
                KeyDocument.read(oct, Set.of(Algorithm.HS256))
                        .candidates(Optional.of("s"), Algorithm.HS256)
                        .size());
        assertThrows(IllegalArgumentException.class, () -> KeyDocument.read(oct, DEFAULT));
        assertThrows(IllegalArgumentException.class, () -> KeyDocument.read(SECRET, DEFAULT));
    }

    @Test
    void takesNoPublicAndNoShortKeyForASecret() throws Exception {
        String pem = pem("PUBLIC KEY", key("RSA", 2048).getEncoded());
        assertRefused(pem, Set.of(Algorithm.HS256), "a public key is no secret");
        assertRefused(SECRET.substring(1), Set.of(Algorithm.HS256), "no key that is fit");
        assertRefused(SECRET, Set.of(Algorithm.HS384), "no key that is fit");
        assertRefused(SECRET + "\n", Set.of(Algorithm.HS256), "white space");
        String jwks = jwks(jwk(RsaJwkGenerator.generateJwk(2048), Map.of()));
        assertRefused(jwks, Set.of(Algorithm.HS256), "no key that is fit");
    }

    @Test
    void tellsNothingOfASecret() {
        assertFalse(KeyDocument.read(SECRET, Set.of(Algorithm.HS256)).toString().contains(SECRET));
    }

    private static void assertRefused(String content, Set<Algorithm> algorithms, String sentence) {
        String message =
                String.valueOf(assertThrows(IllegalArgumentException.class, () -> KeyDocument.read(content, algorithms))
                        .getMessage());
        assertTrue(message.contains(sentence), message);
    }

    private static List<Key> keys(Keys keys) {
        return keys.all().stream().map(VerificationKey::key).toList();
    }

    private static String jwks(String... keys) {
        return "{\"keys\":[" + String.join(",", keys) + "]}";
    }

    private static String jwk(PublicJsonWebKey key, Map<String, ? extends @Nullable Object> more) {
        Map<String, Object> members = key.toParams(OutputControlLevel.PUBLIC_ONLY);
        members.put("kid", "a");
        members.putAll(more);
        return JsonUtil.toJson(members);
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
