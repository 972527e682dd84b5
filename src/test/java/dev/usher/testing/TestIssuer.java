package dev.usher.testing;

import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.security.PrivateKey;
import java.util.List;
import java.util.Set;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/** An issuer of real tokens. Its keys are the same for every class loader of the test run. */
public final class TestIssuer {

    public static final String ISSUER = "https://issuer.example.com";
    public static final String AUDIENCE = "usher";
    public static final String RSA = "test-rsa";
    public static final String EC = "test-ec";

    private TestIssuer() {}

    /** A token that Usher must believe. */
    public static String token(String subject, String... roles) {
        return sign(claims(subject).groups(Set.of(roles)));
    }

    /** The claims of a token that Usher must believe, for a test to add to or spoil. */
    public static JwtClaimsBuilder claims(String subject) {
        return Jwt.claims().subject(subject).issuer(ISSUER).audience(AUDIENCE).expiresIn(300);
    }

    /** The token of these claims, signed with the RSA key. */
    public static String sign(JwtClaimsBuilder claims) {
        return claims.jws().keyId(RSA).sign(privateKey(RSA));
    }

    /** The token of these claims, signed with the key of that id. */
    public static String sign(JwtClaimsBuilder claims, SignatureAlgorithm algorithm, String keyId) {
        return claims.jws().algorithm(algorithm).keyId(keyId).sign(privateKey(keyId));
    }

    /** A token of this very payload, which a builder of claims might write in another way. */
    public static String signPayload(String json) {
        JsonWebSignature jws = new JsonWebSignature();
        jws.setPayload(json);
        jws.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        jws.setKeyIdHeaderValue(RSA);
        jws.setKey(privateKey(RSA));
        try {
            return jws.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The public keys as the issuer publishes them. */
    public static String jwks() {
        return new JsonWebKeySet(List.of(key(RSA), key(EC))).toJson(OutputControlLevel.PUBLIC_ONLY);
    }

    /** The key pair of that id. */
    public static PublicJsonWebKey key(String keyId) {
        String property = "test-issuer." + keyId;
        synchronized (System.getProperties()) {
            String known = System.getProperty(property);
            if (known == null) {
                known = generate(keyId).toJson(OutputControlLevel.INCLUDE_PRIVATE);
                System.setProperty(property, known);
            }
            try {
                return PublicJsonWebKey.Factory.newPublicJwk(known);
            } catch (JoseException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static JsonWebKey generate(String keyId) {
        try {
            PublicJsonWebKey key = keyId.equals(EC)
                    ? EcJwkGenerator.generateJwk(EllipticCurves.P256)
                    : RsaJwkGenerator.generateJwk(2048);
            key.setKeyId(keyId);
            key.setUse("sig");
            return key;
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PrivateKey privateKey(String keyId) {
        return key(keyId).getPrivateKey();
    }
}
