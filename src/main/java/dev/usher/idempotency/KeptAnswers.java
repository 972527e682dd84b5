package dev.usher.idempotency;

import io.smallrye.mutiny.Uni;

/** Where it is kept what came of calls. */
public interface KeptAnswers {

    /**
     * Claims the key of a call, as one step: of all who do so at once, one gets the claim.
     *
     * @param bytes the most that its answer may take, as of {@link Answer#bytes}
     * @return how it stands. Fails if that cannot be told; then nobody has the claim
     */
    Uni<Standing> claim(Attempt attempt, int bytes);
}
