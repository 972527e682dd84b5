package dev.usher.identity;

import java.time.Clock;
import java.util.List;
import org.jboss.logging.Logger;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;

/**
 * Verifies a token with the keys that are there. It computes and does not wait: RSA of 2048 bits takes less than a tenth
 * of a millisecond, so it is done on the event loop that asks.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8725">RFC 8725, JSON Web Token Best Current Practices</a>
 */
final class TokenVerifier {

    private static final Logger LOG = Logger.getLogger(TokenVerifier.class);

    private final Issuers issuers;
    private final Clock clock;

    TokenVerifier(Issuers issuers, Clock clock) {
        this.issuers = issuers;
        this.clock = clock;
    }

    /** What can be told without a key: RFC 8725, sections 3.1 and 3.11. */
    static void checkHeader(CompactToken token, Issuer issuer) {
        if (!issuer.algorithms().contains(token.algorithm())) {
            throw Refusal.OTHER_ALGORITHM.asException();
        }
        if (!issuer.isOfItsType(token.type())) {
            throw Refusal.OTHER_TYPE.asException();
        }
    }

    /**
     * Verifies a token of the issuer's.
     *
     * @throws RefusedTokenException if it is not to be believed; for {@link Refusal#UNKNOWN_KEY} also if no key fits a
     *     token that names none, since newer keys might
     */
    Verified verify(CompactToken token, Issuer issuer, Keys keys) {
        checkHeader(token, issuer);
        Algorithm algorithm = token.algorithm();
        List<VerificationKey> candidates = keys.candidates(token.keyId(), algorithm);
        VerificationKey signer = candidates.stream()
                .filter(key -> isSignedWith(key, token, algorithm))
                .findFirst()
                .orElseThrow(() -> unsigned(token, candidates).asException());
        VerifiedToken verified = new TokenClaims(issuers, issuer, token.claims()).check(clock.instant());
        LOG.debugf("Verified a token of issuer %s", issuer.name());
        return new Verified(verified, signer);
    }

    private static Refusal unsigned(CompactToken token, List<VerificationKey> candidates) {
        return candidates.isEmpty() || token.keyId().isEmpty() ? Refusal.UNKNOWN_KEY : Refusal.WRONG_SIGNATURE;
    }

    private static boolean isSignedWith(VerificationKey key, CompactToken token, Algorithm algorithm) {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setAlgorithmConstraints(new AlgorithmConstraints(ConstraintType.PERMIT, algorithm.name()));
        signature.setKey(key.key());
        try {
            signature.setCompactSerialization(token.text());
            return signature.verifySignature();
        } catch (JoseException | RuntimeException notReadable) {
            // Such as an EC signature of another length. What the library says of it may hold the token.
            return false;
        }
    }

    /** @param key the one that signed it */
    record Verified(VerifiedToken token, VerificationKey key) {}
}
