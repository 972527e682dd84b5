package dev.usher.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.usher.identity.Issuer.Subjects;
import dev.usher.testing.SettableClock;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.OkpJwkGenerator;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which tokens are believed, check by check of RFC 8725. Each bad one differs from a good one in a single respect. */
final class TokenVerifierTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000L);
    private static final String ISS = "https://issuer.example.com";
    private static final String GOOD = "{\"iss\":\"" + ISS + "\",\"aud\":\"usher\",\"sub\":\"42\",\"exp\":1800000300}";
    private static final byte[] SECRET = "s".repeat(64).getBytes(StandardCharsets.UTF_8);

    private static final Map<String, PublicJsonWebKey> PAIRS = pairs();

    private Set<Algorithm> algorithms = Set.of(Algorithm.RS256, Algorithm.ES256);
    private Optional<String> type = Optional.empty();
    private Subjects subjects = new Subjects("sub", "");

    @Test
    void believesAGoodToken() {
        assertEquals("42", verify(signed(GOOD)).caller().subject());
    }

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void believesEveryAlgorithmThatIsNamedAndNoOther(Algorithm algorithm) {
        String token = signed(Map.of("alg", algorithm.name()), GOOD);
        algorithms = Set.of(algorithm);
        assertEquals("42", verify(token).caller().subject());
        algorithms = Set.of(algorithm == Algorithm.RS256 ? Algorithm.PS256 : Algorithm.RS256);
        assertRefused(Refusal.OTHER_ALGORITHM, token);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"none", "None", "NONE", "nOnE", "", "rs256", "RS256 ", "HS256", "RSA-OAEP", "ES256K", "null"})
    void believesNoAlgorithmBecauseTheTokenNamesIt(String name) {
        assertRefused(Refusal.OTHER_ALGORITHM, unsigned("{\"alg\":\"" + name + "\"}", GOOD, "AAAA"));
        assertRefused(Refusal.UNSIGNED, unsigned("{\"alg\":\"" + name + "\"}", GOOD, ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"alg\":null}", "{\"alg\":[\"RS256\"]}", "{\"alg\":1}"})
    void needsAnAlgorithm(String header) {
        assertRefused(Refusal.OTHER_ALGORITHM, unsigned(header, GOOD, "AAAA"));
    }

    @Test
    void doesNotTakeAPublicKeyForASecret() throws Exception {
        Key publicKey = pair("RSA").getPublicKey();
        Key confused = new HmacKey(publicKey.getEncoded());
        algorithms = Set.of(Algorithm.HS256);
        assertRefused(Refusal.UNKNOWN_KEY, sign(Map.of("alg", "HS256", "kid", "RSA"), GOOD, confused));
        algorithms = Set.of(Algorithm.RS256);
        assertRefused(Refusal.OTHER_ALGORITHM, sign(Map.of("alg", "HS256", "kid", "RSA"), GOOD, confused));
    }

    @Test
    void triesNoKeyThatDoesNotSuitTheAlgorithm() {
        algorithms = Set.of(Algorithm.RS256, Algorithm.ES256, Algorithm.ES384);
        assertRefused(Refusal.UNKNOWN_KEY, signed(Map.of("alg", "ES384", "kid", "P-256"), GOOD, "P-384"));
        assertRefused(Refusal.UNKNOWN_KEY, signed(Map.of("alg", "RS256", "kid", "P-256"), GOOD, "RSA"));
    }

    @Test
    void usesTheKeyThatTheTokenNamesAndOnlyThat() {
        assertRefused(Refusal.WRONG_SIGNATURE, signed(Map.of("alg", "RS256", "kid", "other RSA"), GOOD, "RSA"));
        assertRefused(Refusal.UNKNOWN_KEY, signed(Map.of("alg", "RS256", "kid", "nobody"), GOOD, "RSA"));
        assertEquals(
                "42",
                verify(signed(Map.of("alg", "RS256", "kid", "other RSA"), GOOD, "other RSA"))
                        .caller()
                        .subject());
    }

    @Test
    void triesAllThatSuitWhereTheTokenNamesNone() {
        assertEquals(
                "42",
                verify(signed(Map.of("alg", "RS256"), GOOD, "other RSA"))
                        .caller()
                        .subject());
        assertRefused(Refusal.UNKNOWN_KEY, signed(Map.of("alg", "RS256"), GOOD, "foreign RSA"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "[\"RSA\"]", "{}", "true"})
    void needsATextForAKeyId(String kid) {
        assertRefused(Refusal.UNKNOWN_KEY, unsigned("{\"alg\":\"RS256\",\"kid\":" + kid + "}", GOOD, "AAAA"));
    }

    @Test
    void usesNoKeyThatTheTokenBringsAlong() {
        Object jwk = pair("foreign RSA").toParams(OutputControlLevel.PUBLIC_ONLY);
        for (Map<String, Object> brought : List.<Map<String, Object>>of(
                Map.of("jwk", jwk),
                Map.of("jku", "https://evil.example.com/jwks"),
                Map.of("x5u", "https://evil.example.com/x5"),
                Map.of("x5c", List.of("AAAA")))) {
            Map<String, Object> header = new LinkedHashMap<>(brought);
            header.put("alg", "RS256");
            header.put("kid", "RSA");
            assertRefused(Refusal.WRONG_SIGNATURE, signed(header, GOOD, "foreign RSA"));
            assertEquals("42", verify(signed(header, GOOD, "RSA")).caller().subject());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"crit\":[\"exp\"]",
                "\"crit\":[]",
                "\"crit\":null",
                "\"crit\":[\"b64\"],\"b64\":true",
                "\"b64\":false"
            })
    void followsNoExtension(String member) {
        assertRefused(Refusal.UNKNOWN_EXTENSION, unsigned("{\"alg\":\"RS256\"," + member + "}", GOOD, "AAAA"));
    }

    @Test
    void looksAtTheTypeOnlyWhereOneIsConfigured() {
        Map<String, Object> other = Map.of("alg", "RS256", "typ", "secevent+jwt");
        assertEquals("42", verify(signed(other, GOOD, "RSA")).caller().subject());
        type = Optional.of("at+jwt");
        assertRefused(Refusal.OTHER_TYPE, signed(other, GOOD, "RSA"));
        assertRefused(Refusal.OTHER_TYPE, signed(GOOD));
        assertRefused(Refusal.OTHER_TYPE, signed(Map.of("alg", "RS256", "typ", List.of("at+jwt")), GOOD, "RSA"));
        for (String right : List.of("at+jwt", "AT+JWT", "application/at+jwt", "Application/At+Jwt")) {
            assertEquals(
                    "42",
                    verify(signed(Map.of("alg", "RS256", "typ", right), GOOD, "RSA"))
                            .caller()
                            .subject());
        }
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("badClaims")
    void refusesClaims(Refusal refusal, String claims) {
        assertRefused(refusal, signed(claims));
    }

    static Stream<Arguments> badClaims() {
        return Stream.of(
                bad(Refusal.NO_AUDIENCE, "\"aud\":\"usher\",", ""),
                bad(Refusal.NO_AUDIENCE, "\"usher\"", "null"),
                bad(Refusal.OTHER_AUDIENCE, "\"usher\"", "\"other\""),
                bad(Refusal.OTHER_AUDIENCE, "\"usher\"", "\"Usher\""),
                bad(Refusal.OTHER_AUDIENCE, "\"usher\"", "[]"),
                bad(Refusal.OTHER_AUDIENCE, "\"usher\"", "[\"other\"]"),
                bad(Refusal.OTHER_AUDIENCE, "\"usher\"", "{\"usher\":1}"),
                bad(Refusal.OTHER_AUDIENCE, "\"usher\"", "1"),
                bad(Refusal.NO_EXPIRY, ",\"exp\":1800000300", ""),
                bad(Refusal.EXPIRED, "1800000300", "1799999970"),
                bad(Refusal.EXPIRED, "1800000300", "0"),
                bad(Refusal.EXPIRED, "1800000300", "1"),
                bad(Refusal.STRANGE_TIME, "1800000300", "null"),
                bad(Refusal.STRANGE_TIME, "1800000300", "\"1800000300\""),
                bad(Refusal.STRANGE_TIME, "1800000300", "-1"),
                bad(Refusal.STRANGE_TIME, "1800000300", "1e400"),
                bad(Refusal.STRANGE_TIME, "1800000300", "1e999999999"),
                bad(Refusal.STRANGE_TIME, "1800000300", "1e-999999999"),
                bad(Refusal.STRANGE_TIME, "1800000300", "999999999999999999999"),
                bad(Refusal.STRANGE_TIME, "1800000300", "[1800000300]"),
                bad(Refusal.NO_JSON, "1800000300", "NaN"),
                bad(Refusal.NO_JSON, "1800000300", "Infinity"),
                bad(Refusal.NO_JSON, "1800000300", "1e99999999999999"),
                bad(Refusal.NO_JSON, "1800000300", "01800000300"),
                bad(Refusal.NO_JSON, "1800000300", "9".repeat(101)),
                bad(Refusal.NOT_YET_VALID, "}", ",\"nbf\":1800000031}"),
                bad(Refusal.STRANGE_TIME, "}", ",\"nbf\":\"1\"}"),
                bad(Refusal.FROM_THE_FUTURE, "}", ",\"iat\":1800000031}"),
                bad(Refusal.STRANGE_TIME, "}", ",\"iat\":\"now\"}"),
                bad(Refusal.STRANGE_TIME, "}", ",\"iat\":null}"),
                bad(Refusal.NO_SUBJECT, "\"sub\":\"42\",", ""),
                bad(Refusal.NO_SUBJECT, "\"42\"", "null"),
                bad(Refusal.STRANGE_SUBJECT, "\"42\"", "42"),
                bad(Refusal.STRANGE_SUBJECT, "\"42\"", "\"\""),
                bad(Refusal.STRANGE_SUBJECT, "\"42\"", "\" \\t\""),
                bad(Refusal.STRANGE_SUBJECT, "\"42\"", "[\"42\"]"),
                bad(Refusal.STRANGE_SUBJECT, "\"42\"", "\"42\\uD83D\""),
                bad(Refusal.STRANGE_ID, "}", ",\"jti\":\"a\\uDE00\"}"),
                bad(Refusal.STRANGE_ID, "}", ",\"jti\":7}"),
                bad(Refusal.STRANGE_ROLES, "}", ",\"groups\":{\"a\":1}}"),
                bad(Refusal.STRANGE_ROLES, "}", ",\"groups\":[\"a\",null]}"),
                bad(Refusal.STRANGE_ROLES, "}", ",\"groups\":[[\"a\"]]}"),
                bad(Refusal.STRANGE_ROLES, "}", ",\"groups\":true}"),
                bad(Refusal.NO_JSON, "{", "{\"sub\":\"43\","),
                bad(Refusal.NO_JSON, "{", "{\"x\":{\"a\":1,\"a\":2},"),
                bad(Refusal.NO_JSON, "{", "[{"),
                bad(Refusal.NO_JSON, "}", "}{}"),
                bad(Refusal.NO_JSON, "}", ",\"x\":" + "[".repeat(17) + "]".repeat(17) + "}"),
                bad(Refusal.NO_JSON, "{", "\ufeff{"));
    }

    private static Arguments bad(Refusal refusal, String part, String instead) {
        return arguments(refusal, GOOD.replace(part, instead));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ",\"nbf\":1800000030",
                ",\"iat\":1800000030",
                ",\"iat\":1.5",
                ",\"iat\":1.79e9",
                ",\"nbf\":0",
                ",\"jti\":\"7\"",
                ",\"groups\":[]",
                ",\"groups\":null",
                ",\"x\":1e999999999",
            })
    void believesWhatIsOnlyUnusual(String more) {
        assertEquals(
                "42", verify(signed(GOOD.replace("}", more + "}"))).caller().subject());
    }

    @Test
    void allowsForClocksThatDifferByHalfAMinute() {
        assertEquals(
                "42",
                verify(signed(GOOD.replace("1800000300", "1799999971")))
                        .caller()
                        .subject());
    }

    @Test
    void readsIdAndTimes() {
        VerifiedToken token = verify(signed(GOOD.replace("}", ",\"jti\":\"7\",\"iat\":1799999000}")));
        assertEquals(Optional.of("7"), token.id());
        assertEquals(Optional.of(Instant.ofEpochSecond(1_799_999_000L)), token.issuedAt());
        assertEquals(Instant.ofEpochSecond(1_800_000_300L), token.expiresAt());
    }

    @Test
    void putsThePrefixWhereRulesSeeIt() {
        subjects = new Subjects("oid", "partner:");
        VerifiedToken token = verify(signed(GOOD.replace("}", ",\"oid\":\"7\"}")));
        assertEquals("partner:7", token.caller().subject());
        assertEquals(List.of("partner:7"), token.caller().claims().texts("sub"));
        assertEquals(List.of(ISS), token.caller().claims().texts("iss"));
    }

    @ParameterizedTest
    @MethodSource("notCompact")
    void readsATokenInOneWayOnly(Refusal refusal, String token) {
        assertRefused(refusal, token);
    }

    static Stream<Arguments> notCompact() {
        String good = signed(GOOD);
        String[] parts = good.split("\\.");
        return Stream.of(
                arguments(Refusal.MALFORMED, ""),
                arguments(Refusal.MALFORMED, "x"),
                arguments(Refusal.MALFORMED, good + "."),
                arguments(Refusal.MALFORMED, "." + good),
                arguments(Refusal.MALFORMED, good + "." + parts[2] + "." + parts[2]),
                arguments(Refusal.MALFORMED, "{\"payload\":\"" + parts[1] + "\"}"),
                arguments(Refusal.MALFORMED, good + "="),
                arguments(Refusal.MALFORMED, good + "=="),
                arguments(Refusal.MALFORMED, good + " "),
                arguments(Refusal.MALFORMED, good + "\n"),
                arguments(Refusal.MALFORMED, " " + good),
                arguments(Refusal.MALFORMED, parts[0] + "." + parts[1] + "." + standard(parts[2])),
                arguments(Refusal.MALFORMED, parts[0] + "." + parts[1] + "." + strayBits(parts[2])),
                arguments(Refusal.UNSIGNED, parts[0] + "." + parts[1] + "."),
                arguments(Refusal.NO_JSON, ".." + parts[2]),
                arguments(Refusal.NO_JSON, parts[0] + ".." + parts[2]),
                arguments(Refusal.NO_JSON, encode("[]") + "." + parts[1] + "." + parts[2]),
                arguments(Refusal.NO_JSON, encode("null") + "." + parts[1] + "." + parts[2]),
                arguments(Refusal.NO_JSON, encode("{\"alg\":\"RS256\",\"alg\":\"none\"}") + "." + parts[1] + ".AAAA"),
                arguments(Refusal.NO_JSON, parts[0] + "." + encode(good) + "." + parts[2]),
                arguments(
                        Refusal.NO_JSON,
                        parts[0] + "."
                                + Base64.getUrlEncoder()
                                        .withoutPadding()
                                        .encodeToString(GOOD.getBytes(StandardCharsets.UTF_16))
                                + "." + parts[2]),
                arguments(Refusal.TOO_LONG, "a".repeat(8 * 1024 + 1)));
    }

    /** 256 bytes leave four bits over in the last character, which canonically are zero. */
    private static String strayBits(String part) {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        int last = alphabet.indexOf(part.charAt(part.length() - 1));
        return part.substring(0, part.length() - 1) + alphabet.charAt(last + 1);
    }

    /** In the alphabet of plain Base64, of which a signature of 256 bytes holds some character practically always. */
    private static String standard(String part) {
        return part.substring(0, part.length() - 4) + "+/+/";
    }

    @Test
    void refusesATokenOfAnIssuerThatIsNotItsOwn() {
        Issuer other = issuer("other", "https://other.example.com", "other:");
        Issuers both = new Issuers(List.of(issuer("default", ISS, ""), other));
        CompactToken token = CompactToken.parse(signed(GOOD.replace("\"42\"", "\"other:42\"")));
        TokenVerifier verifier = new TokenVerifier(both, new SettableClock(NOW));
        Keys keys = keys();
        RefusedTokenException refused = assertThrows(
                RefusedTokenException.class,
                () -> verifier.verify(token, both.all().get(0), keys));
        assertEquals(Refusal.FOREIGN_SUBJECT, refused.refusal());
    }

    @Test
    void keepsIssuersApart() {
        Issuer first = issuer("a", ISS, "");
        assertThrows(IllegalArgumentException.class, () -> new Issuers(List.of(first, issuer("b", ISS, "b:"))));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Issuers(List.of(issuer("b", "https://b", "x:"), issuer("c", "https://c", "x:y:"))));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Issuers(List.of(issuer("b", "https://b", "x:"), issuer("c", "https://c", "x:"))));
    }

    private VerifiedToken verify(String token) {
        Issuer issuer = issuer("default", ISS, subjects.prefix());
        TokenVerifier verifier = new TokenVerifier(new Issuers(List.of(issuer)), new SettableClock(NOW));
        CompactToken parsed = CompactToken.parse(token);
        assertEquals(ISS, parsed.issuer());
        return verifier.verify(parsed, issuer, keys()).token();
    }

    private Issuer issuer(String name, String iss, String prefix) {
        return new Issuer(
                name,
                iss,
                new KeyLocation.Inline(""),
                "KEYS",
                Set.of("usher", "other name"),
                algorithms,
                type,
                new Subjects(subjects.claim(), prefix),
                Roles.at("groups", Optional.empty()),
                Duration.ofSeconds(30));
    }

    private static Keys keys() {
        Stream<VerificationKey> pairs = PAIRS.entrySet().stream()
                .filter(pair -> !pair.getKey().startsWith("foreign"))
                .map(pair -> new VerificationKey(
                        Optional.of(pair.getKey()), pair.getValue().getPublicKey(), Optional.empty()));
        Stream<VerificationKey> secret =
                Stream.of(new VerificationKey(Optional.of("secret"), new HmacKey(SECRET), Optional.empty()));
        return new Keys(Stream.concat(pairs, secret).toList());
    }

    private void assertRefused(Refusal refusal, String token) {
        assertEquals(
                refusal,
                assertThrows(RefusedTokenException.class, () -> verify(token)).refusal());
    }

    private static String signed(String claims) {
        return signed(Map.of("alg", "RS256", "kid", "RSA"), claims, "RSA");
    }

    /** With a key that suits the algorithm. */
    private static String signed(Map<String, Object> header, String claims) {
        String algorithm = String.valueOf(header.get("alg"));
        return algorithm.startsWith("HS")
                ? sign(header, claims, new HmacKey(SECRET))
                : signed(
                        header,
                        claims,
                        switch (algorithm) {
                            case "ES256" -> "P-256";
                            case "ES384" -> "P-384";
                            case "ES512" -> "P-521";
                            case "EdDSA" -> "Ed25519";
                            default -> "RSA";
                        });
    }

    private static String signed(Map<String, Object> header, String claims, String pair) {
        return sign(header, claims, pair(pair).getPrivateKey());
    }

    private static String sign(Map<String, Object> header, String claims, Key key) {
        JsonWebSignature signature = new JsonWebSignature();
        header.forEach(signature.getHeaders()::setObjectHeaderValue);
        signature.setPayload(claims);
        signature.setKey(key);
        signature.setDoKeyValidation(false);
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new AssertionError(e);
        }
    }

    private static String unsigned(String header, String claims, String signature) {
        return encode(header) + "." + encode(claims) + "." + signature;
    }

    private static String encode(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static PublicJsonWebKey pair(String name) {
        @Nullable PublicJsonWebKey pair = PAIRS.get(name);
        if (pair == null) {
            throw new AssertionError(name);
        }
        return pair;
    }

    private static Map<String, PublicJsonWebKey> pairs() {
        try {
            RsaJsonWebKey first = RsaJwkGenerator.generateJwk(2048);
            Map<String, PublicJsonWebKey> pairs = new LinkedHashMap<>();
            pairs.put("RSA", first);
            pairs.put("other RSA", RsaJwkGenerator.generateJwk(2048));
            pairs.put("foreign RSA", RsaJwkGenerator.generateJwk(2048));
            pairs.put("P-256", EcJwkGenerator.generateJwk(EllipticCurves.P256));
            pairs.put("P-384", EcJwkGenerator.generateJwk(EllipticCurves.P384));
            pairs.put("P-521", EcJwkGenerator.generateJwk(EllipticCurves.P521));
            pairs.put("Ed25519", OkpJwkGenerator.generateJwk("Ed25519"));
            return pairs;
        } catch (JoseException e) {
            throw new AssertionError(e);
        }
    }
}
