package dev.usher.identity;

import dev.usher.identity.IssuerKeys.Trusted;
import dev.usher.identity.TokenVerifier.Verified;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import java.time.Duration;
import java.time.Instant;

/**
 * A token that was verified, with all that has to hold for it to be believed once more.
 *
 * @param identity what the framework makes of it
 * @param keys those that it was verified with
 * @param bytes about what it takes of memory
 */
record Believed(
        VerifiedToken token, SecurityIdentity identity, Trusted trusted, Keys keys, VerificationKey key, int bytes) {

    /** The entry, the identity, the caller, and the hash. */
    private static final int FRAME = 1_024;

    /** A claim that fills a placeholder is kept a second time, and up to three times as long, as channels write it. */
    private static final int WITH_ENCODED_TEXTS = 4;

    static Believed of(Verified verified, CompactToken parsed, Trusted trusted, Keys keys) {
        VerifiedToken token = verified.token();
        QuarkusSecurityIdentity.Builder identity = QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(token.caller().subject()))
                .addRoles(token.caller().roles())
                .addAttribute(CurrentCaller.ATTRIBUTE, token);
        long bytes = FRAME + WITH_ENCODED_TEXTS * Footprint.of(parsed.claims());
        return new Believed(
                token, identity.build(), trusted, keys, verified.key(), Math.toIntExact(Math.min(bytes, 1 << 30)));
    }

    /** Whether it has not come to its end, and its issuer still has the key. */
    boolean stillHolds(Instant now) {
        return !TokenClaims.isOver(token, now, clockSkew())
                && trusted.keys().current().filter(this::hasTheKey).isPresent();
    }

    @SuppressWarnings("ReferenceEquality") // Most of the time they are the very ones that verified it.
    private boolean hasTheKey(Keys current) {
        return current == keys || current.contain(key);
    }

    Duration clockSkew() {
        return trusted.issuer().clockSkew();
    }
}
