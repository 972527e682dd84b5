package dev.usher.revocation;

import io.smallrye.mutiny.Uni;
import java.util.List;

/** The revocations as all pods share them. */
public interface SharedRevocations {

    /**
     * Keeps a revocation so that no pod can miss it, and tells the others.
     *
     * @param covered what need not be kept any more, because the revocation covers it
     * @return nothing, once it is kept. Fails if it is not known to be kept; to try again does no harm
     */
    Uni<Void> keep(Revocation revocation, List<Revocation> covered);
}
