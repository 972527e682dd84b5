package dev.usher.identity;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.config.JWTAuthContextInfoProvider;
import io.smallrye.jwt.util.KeyUtils;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which keys tokens are verified with. Reads a PEM file by what it holds: SmallRye JWT would take it for a key of
 * whichever of the permitted algorithms comes first, and refuse all tokens if it is one of the other.
 */
@Singleton
final class VerificationKeys {

    private static final int MIN_RSA_BITS = 2048;
    private static final int P_256_BITS = 256;

    @Produces
    @Alternative
    @Priority(1)
    @ApplicationScoped
    JWTAuthContextInfo context(JWTAuthContextInfoProvider provider) {
        JWTAuthContextInfo context = provider.getContextInfo();
        pem(context.getPublicKeyContent()).ifPresent(context::setPublicVerificationKey);
        return context;
    }

    /** Finds out at the start, not at the first request, that there is no key to be had from a file. */
    void check(@Observes StartupEvent event, JWTAuthContextInfo context) {
        String content;
        try {
            content = context.getPublicKeyContent();
        } catch (RuntimeException unreadable) {
            // Without its cause: Quarkus prints the sentence alone only where it is the root of the failure.
            throw new ConfigurationException(
                    "Set MP_JWT_VERIFY_PUBLICKEY_LOCATION to a file that can be read, or to a JWKS URL.");
        }
        Optional<PublicKey> key = pem(content);
        if (content != null && key.isEmpty() && !content.contains("\"kty\"")) {
            throw new ConfigurationException("The file at MP_JWT_VERIFY_PUBLICKEY_LOCATION holds no public key: it is"
                    + " neither a certificate nor a PUBLIC KEY in PEM, nor a JWKS.");
        }
        key.filter(VerificationKeys::isWeak).ifPresent(weak -> {
            throw new ConfigurationException("The key at MP_JWT_VERIFY_PUBLICKEY_LOCATION is not fit for RS256 or ES256"
                    + " (expected: RSA of 2048 bits or more, or EC P-256).");
        });
    }

    /** RFC 7518, sections 3.3 and 3.4. */
    private static boolean isWeak(PublicKey key) {
        return key instanceof RSAKey rsa
                ? rsa.getModulus().bitLength() < MIN_RSA_BITS
                : key instanceof ECKey ec && ec.getParams().getOrder().bitLength() != P_256_BITS;
    }

    static Optional<PublicKey> pem(@Nullable String content) {
        if (content == null || !content.contains("-----BEGIN")) {
            return Optional.empty();
        }
        if (content.contains("-----BEGIN CERTIFICATE")) {
            return key(() -> KeyUtils.getCertificate(content).getPublicKey());
        }
        return List.of(SignatureAlgorithm.RS256, SignatureAlgorithm.ES256).stream()
                .map(algorithm -> key(() -> KeyUtils.decodePublicKey(content, algorithm)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<PublicKey> key(KeyReader reader) {
        try {
            return Optional.of(reader.read());
        } catch (GeneralSecurityException notSuchAKey) {
            return Optional.empty();
        }
    }

    @FunctionalInterface
    private interface KeyReader {
        PublicKey read() throws GeneralSecurityException;
    }
}
