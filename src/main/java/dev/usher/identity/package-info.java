/**
 * Who calls: the token that a request carries, verified with the keys of the issuer that it is of, as a
 * {@link dev.usher.policy.Caller}. Whom to believe is configured; nothing that a token says about itself is, before its
 * signature holds.
 */
@NullMarked
package dev.usher.identity;

import org.jspecify.annotations.NullMarked;
