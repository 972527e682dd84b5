package dev.usher.embedded;

import io.quarkus.arc.profile.UnlessBuildProfile;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/** An issuer for development: gives a token to whoever asks, under a key that lives as long as the process. */
@Singleton
@UnlessBuildProfile("prod")
final class DevTokens {

    static final Duration LIFETIME = Duration.ofHours(1);

    private static final int KEY_BITS = 2048;

    private final RsaJsonWebKey key;
    private final String issuer;
    private final List<String> audiences;

    DevTokens(
            @ConfigProperty(name = "mp.jwt.verify.issuer") String issuer,
            @ConfigProperty(name = "mp.jwt.verify.audiences") List<String> audiences)
            throws JoseException {
        this.key = RsaJwkGenerator.generateJwk(KEY_BITS);
        key.setKeyId("dev");
        key.setAlgorithm(AlgorithmIdentifiers.RSA_USING_SHA256);
        key.setUse("sig");
        this.issuer = issuer;
        this.audiences = audiences;
    }

    /** The public key, as an issuer would publish it. */
    String jwks() {
        return new JsonWebKeySet(key).toJson(OutputControlLevel.PUBLIC_ONLY);
    }

    /** A token that Usher will believe. */
    String issue(DevTokenRequest request) {
        JwtClaims claims = new JwtClaims();
        request.claims().forEach(claims::setClaim);
        claims.setSubject(request.subject());
        claims.setIssuer(issuer);
        claims.setAudience(audiences);
        claims.setIssuedAtToNow();
        claims.setExpirationTime(
                NumericDate.fromSeconds(Instant.now().plus(LIFETIME).getEpochSecond()));
        claims.setStringListClaim("groups", request.roles());
        return sign(claims);
    }

    private String sign(JwtClaims claims) {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setPayload(claims.toJson());
        signature.setKey(key.getPrivateKey());
        signature.setKeyIdHeaderValue(key.getKeyId());
        signature.setAlgorithmHeaderValue(key.getAlgorithm());
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException("the development key cannot sign", e);
        }
    }
}
