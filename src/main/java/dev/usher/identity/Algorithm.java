package dev.usher.identity;

import java.security.Key;
import java.security.interfaces.ECKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import javax.crypto.SecretKey;
import org.jose4j.keys.EllipticCurves;

/**
 * How a token may be signed. There are no others, so neither {@code none} nor what a library might add can be
 * configured.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7518#section-3">RFC 7518, section 3</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8037#section-3.1">RFC 8037, section 3.1, EdDSA</a>
 */
public enum Algorithm {
    RS256(Family.RSA, ""),
    RS384(Family.RSA, ""),
    RS512(Family.RSA, ""),
    PS256(Family.RSA, ""),
    PS384(Family.RSA, ""),
    PS512(Family.RSA, ""),
    ES256(Family.EC, EllipticCurves.P_256),
    ES384(Family.EC, EllipticCurves.P_384),
    ES512(Family.EC, EllipticCurves.P_521),
    EdDSA(Family.OKP, ""),
    HS256(Family.SECRET, "", 32),
    HS384(Family.SECRET, "", 48),
    HS512(Family.SECRET, "", 64);

    /** RFC 7518, sections 3.3 and 3.5. */
    private static final int MIN_RSA_BITS = 2048;

    /** Beyond it, one verification would hold the event loop up for milliseconds. */
    private static final int MAX_RSA_BITS = 8192;

    private final Family family;
    private final String curve;
    private final int minSecretBytes;

    Algorithm(Family family, String curve) {
        this(family, curve, 0);
    }

    Algorithm(Family family, String curve, int minSecretBytes) {
        this.family = family;
        this.curve = curve;
        this.minSecretBytes = minSecretBytes;
    }

    /** The algorithm of exactly that name: RFC 7515, section 4.1.1, has them differ by case. */
    public static Optional<Algorithm> of(String name) {
        return Arrays.stream(values())
                .filter(known -> known.name().equals(name))
                .findFirst();
    }

    /** Whether who can verify can sign as well. */
    public boolean isSecret() {
        return family == Family.SECRET;
    }

    /** Whether the key is of the algorithm's kind and long enough for it. */
    boolean suits(Key key) {
        return switch (family) {
            case RSA ->
                key instanceof RSAPublicKey rsa && isFit(rsa.getModulus().bitLength());
            case EC ->
                key instanceof ECKey ec
                        && curve.equals(EllipticCurves.getName(ec.getParams().getCurve()));
            case OKP -> key instanceof EdECPublicKey;
            case SECRET -> key instanceof SecretKey secret && secret.getEncoded().length >= minSecretBytes;
        };
    }

    private static boolean isFit(int bits) {
        return bits >= MIN_RSA_BITS && bits <= MAX_RSA_BITS;
    }

    /** Whether some of them are signed with a secret and others with a private key, which invites confusion. */
    static boolean areMixed(Set<Algorithm> algorithms) {
        return algorithms.stream().map(Algorithm::isSecret).distinct().count() > 1;
    }

    private enum Family {
        RSA,
        EC,
        OKP,
        SECRET
    }
}
