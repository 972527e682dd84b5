package dev.usher.identity;

/**
 * Tells which tokens are no longer believed, although their signatures hold. Asked on an event loop at every call, so
 * it knows the answer without asking anybody else.
 */
@FunctionalInterface
public interface Revocations {

    boolean isRevoked(VerifiedToken token);
}
