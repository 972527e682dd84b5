package dev.usher.identity;

import dev.usher.policy.Caller;
import java.time.Instant;
import java.util.Optional;

/**
 * A token of which the signature, the issuer, the audience and the times have been verified.
 *
 * @param caller whom it speaks for
 * @param id its {@code jti}, by which it alone can be revoked (RFC 7519, section 4.1.7)
 * @param issuedAt its {@code iat} (section 4.1.6), which not every issuer says
 * @param expiresAt its {@code exp} (section 4.1.4), after which it is not believed in any case
 */
public record VerifiedToken(Caller caller, Optional<String> id, Optional<Instant> issuedAt, Instant expiresAt) {}
