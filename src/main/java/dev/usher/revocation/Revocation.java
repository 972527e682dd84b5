package dev.usher.revocation;

import dev.usher.identity.VerifiedToken;
import java.time.Duration;
import java.time.Instant;

/**
 * That tokens are refused until a time.
 *
 * @param until the first moment at which they are believed again, unless they have ended by then
 */
public record Revocation(Target target, Instant until) {

    /**
     * A token is believed a little longer than its {@code exp}, for clocks that differ. One that ended with its
     * revocation must not come back for that little, so a revocation is kept for longer than anybody allows clocks to
     * differ.
     */
    public static final Duration AFTERMATH = Duration.ofMinutes(5);

    /** What a revocation takes beside its text: objects, references, and its place in a table. */
    private static final int OVERHEAD = 256;

    /** Whether the token is refused at this time. */
    boolean refuses(VerifiedToken token, Instant now) {
        return target.names(token) && (now.isBefore(until) || !token.expiresAt().isAfter(until));
    }

    /** Whether whatever the other refuses, this refuses too. */
    boolean covers(Revocation other) {
        return !until.isBefore(other.until) && target.covers(other.target);
    }

    /** Whether it refuses nothing any more, and no token that it was about can be believed. */
    boolean isOver(Instant now) {
        return !now.isBefore(until.plus(AFTERMATH));
    }

    /** What it takes in memory, about, in bytes. */
    int weight() {
        int issuer = target.fold(user -> 0, token -> token.issuer().orElse("").length());
        return OVERHEAD + 2 * (target.name().length() + issuer);
    }
}
