/**
 * Which tokens are no longer believed although their signatures hold, and for how long. The whole set is in memory, so
 * that a call asks nobody; where pods share it, it is kept by the {@link dev.usher.revocation.SharedRevocations} before
 * a revocation counts as made.
 *
 * <p>There is no way to take a revocation back, which is what makes sharing simple: a set can only grow until time makes
 * it smaller, so that pods may learn of revocations twice, late, and in any order.
 */
@NullMarked
package dev.usher.revocation;

import org.jspecify.annotations.NullMarked;
