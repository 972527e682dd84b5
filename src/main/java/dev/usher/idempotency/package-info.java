/**
 * Calls that are sent again: a caller who names a call by a key is answered what came of it the first time, and it is not
 * done once more.
 *
 * <p>A call under a key begins with a claim, which one of all that have the same key gets, at one pod. Whoever has the
 * claim does what is asked, and then either keeps the answer, for whoever comes again, or gives the key back, because
 * nothing was done. The others wait for that. A claim whose holder has vanished is never given to another: what became
 * of the call is not known then, and to do it again is what the key is there to prevent.
 */
@NullMarked
package dev.usher.idempotency;

import org.jspecify.annotations.NullMarked;
