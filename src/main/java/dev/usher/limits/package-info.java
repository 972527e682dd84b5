/**
 * How much one caller, one address, one connection and all of them together may ask for. Whoever asks for more is told
 * when to come back, before anything is done for them.
 */
@NullMarked
package dev.usher.limits;

import org.jspecify.annotations.NullMarked;
