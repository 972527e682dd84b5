package dev.usher.identity;

/**
 * Tells which tokens are no longer believed, although their signatures hold. Asked on an event loop at every call, so
 * it knows the answer without asking anybody else.
 */
@FunctionalInterface
public interface Revocations {

    boolean isRevoked(VerifiedToken token);

    /**
     * Whether the revocations that others have made are known yet. Until then no token can be believed, nor refused for
     * good: who presents one is told to come back.
     */
    default boolean isKnown() {
        return true;
    }
}
