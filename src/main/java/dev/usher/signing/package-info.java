/**
 * The signatures of the Channels protocol. All of them are HMACs under one secret over texts of different forms, so
 * whoever could have any text signed could have every one of them. Each form is therefore a method of its own that
 * takes checked names, and there is no way to have a text signed.
 *
 * <p>Knows nothing but the JDK.
 */
@NullMarked
package dev.usher.signing;

import org.jspecify.annotations.NullMarked;
