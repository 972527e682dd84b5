package dev.usher.identity;

import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.util.KeyUtils;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * The keys in a file or in an issuer's answer: a public key or a certificate in PEM, a JWKS (RFC 7517), or a secret.
 * Which of these it is, its content says and never a token.
 */
final class KeyDocument {

    /** More than any issuer has, who has two or three; each is looked at for a token that names none. */
    private static final int MAX_KEYS = 100;

    private static final String PEM = "-----BEGIN";

    private KeyDocument() {}

    /**
     * Reads the keys that one of the algorithms can use.
     *
     * @throws IllegalArgumentException if there are none; the message says why, and holds nothing of the content
     */
    static Keys read(String content, Set<Algorithm> algorithms) {
        boolean secret = algorithms.stream().anyMatch(Algorithm::isSecret);
        Keys keys = content.strip().startsWith("{") ? jwks(content) : single(content, secret);
        if (keys.areNone()) {
            throw new IllegalArgumentException(
                    "holds no public key: it is neither a certificate nor a PUBLIC KEY in PEM, nor a JWKS");
        }
        Keys usable = keys.usableFor(algorithms);
        if (usable.areNone()) {
            throw new IllegalArgumentException("holds no key that is fit for " + names(algorithms)
                    + " (expected: RSA of 2048 bits or more, or EC P-256 for ES256, P-384 for ES384 and P-521 for"
                    + " ES512, or Ed25519; for HS256 a secret of 32 bytes or more, for HS384 48, for HS512 64)");
        }
        return usable;
    }

    private static String names(Set<Algorithm> algorithms) {
        return String.join(
                " or ", algorithms.stream().sorted().map(Algorithm::name).toList());
    }

    private static Keys single(String content, boolean secret) {
        Optional<? extends Key> key = secret ? secret(content) : pem(content);
        return new Keys(key.map(found -> new VerificationKey(Optional.empty(), found, Optional.empty())).stream()
                .toList());
    }

    /** Never what is public: whoever knows it could sign (RFC 8725, section 2.1). */
    private static Optional<Key> secret(String content) {
        if (content.contains(PEM)) {
            throw new IllegalArgumentException("is in PEM, and a public key is no secret");
        }
        if (!content.equals(content.strip())) {
            throw new IllegalArgumentException("begins or ends with white space; take it away");
        }
        return Optional.of(new HmacKey(content.getBytes(StandardCharsets.UTF_8)));
    }

    static Optional<PublicKey> pem(String content) {
        if (!content.contains(PEM)) {
            return Optional.empty();
        }
        if (content.contains(PEM + " CERTIFICATE")) {
            return key(() -> KeyUtils.getCertificate(content).getPublicKey());
        }
        return Stream.<KeyReader>of(
                        () -> KeyUtils.decodePublicKey(content, SignatureAlgorithm.RS256),
                        () -> KeyUtils.decodePublicKey(content, SignatureAlgorithm.ES256),
                        () -> edwards(content))
                .map(KeyDocument::key)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static PublicKey edwards(String content) throws GeneralSecurityException {
        String base64 = content.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        return KeyFactory.getInstance("EdDSA")
                .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(base64)));
    }

    private static Optional<PublicKey> key(KeyReader reader) {
        try {
            return Optional.of(reader.read());
        } catch (GeneralSecurityException | IllegalArgumentException notSuchAKey) {
            return Optional.empty();
        }
    }

    private static Keys jwks(String content) {
        Map<String, @Nullable Object> document = StrictJson.object(content);
        Collection<?> keys = document.get("keys") instanceof Collection<?> several ? several : List.of(document);
        if (keys.size() > MAX_KEYS) {
            throw new IllegalArgumentException("holds more than " + MAX_KEYS + " keys");
        }
        return new Keys(
                keys.stream().map(KeyDocument::jwk).flatMap(Optional::stream).toList());
    }

    /** RFC 7517, section 5: keys of which the kind is not known are passed over, and so are those for other uses. */
    private static Optional<VerificationKey> jwk(@Nullable Object element) {
        if (!(element instanceof Map<?, ?> members) || !isForVerification(members) || isPrivate(members)) {
            return Optional.empty();
        }
        try {
            @SuppressWarnings("unchecked") // The members of a JSON object.
            JsonWebKey key = JsonWebKey.Factory.newJwk((Map<String, Object>) members);
            return Optional.of(new VerificationKey(
                    Optional.ofNullable(key.getKeyId()), key.getKey(), Optional.ofNullable(key.getAlgorithm())));
        } catch (JoseException | RuntimeException unreadable) {
            return Optional.empty();
        }
    }

    private static boolean isForVerification(Map<?, ?> jwk) {
        Object use = jwk.get("use");
        Object operations = jwk.get("key_ops");
        return (use == null || use.equals("sig"))
                && (operations == null || (operations instanceof Collection<?> some && some.contains("verify")));
    }

    /** Who has let a private key out lets others sign with it. */
    private static boolean isPrivate(Map<?, ?> jwk) {
        return jwk.containsKey("d");
    }

    @FunctionalInterface
    private interface KeyReader {
        PublicKey read() throws GeneralSecurityException;
    }
}
