/**
 * Who calls: the verified token of a request as a {@link dev.usher.policy.Caller}. Verification itself is
 * SmallRye JWT's; this room decides what a token must hold to be somebody.
 */
@NullMarked
package dev.usher.identity;

import org.jspecify.annotations.NullMarked;
