package dev.usher.identity;

import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** The keys of one issuer, which change in time. */
interface KeySet {

    /** Those that are believed now; empty if there have never been any, or if they have become too old. */
    Optional<Keys> current();

    /** Those that may be on their way; fails with {@link Refusal#NO_KEYS} if none come. */
    Uni<Keys> awaited();

    /**
     * Those that the issuer has now, where a token names a key that is not among the current ones. Asks no more often
     * than the issuer is to be asked; fails with {@link Refusal#NO_KEYS} if that cannot be found out.
     */
    Uni<Keys> renewed();
}
