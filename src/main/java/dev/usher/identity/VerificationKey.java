package dev.usher.identity;

import java.security.Key;
import java.util.Optional;

/**
 * A key that tokens are verified with.
 *
 * @param id its {@code kid}; a key in PEM has none
 * @param algorithm the one algorithm that it is for, if the issuer says so (RFC 7517, section 4.4)
 */
record VerificationKey(Optional<String> id, Key key, Optional<String> algorithm) {

    boolean suits(Algorithm wanted) {
        return algorithm.map(wanted.name()::equals).orElse(true) && wanted.suits(key);
    }

    /** A secret must not get into a log. */
    @Override
    public String toString() {
        return "VerificationKey";
    }
}
