/**
 * Who may do what on which channel. Rules only ever allow, and what no rule allows is denied, so their order does not
 * matter and none can be forgotten. A decision is a plain computation on values that are already verified: it asks
 * nobody and cannot block.
 *
 * <p>Knows nothing but the JDK and {@link dev.usher.channel}.
 */
@NullMarked
package dev.usher.policy;

import org.jspecify.annotations.NullMarked;
