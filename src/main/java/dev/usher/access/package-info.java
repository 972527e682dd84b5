/**
 * Where it is decided who may do what, and where it is put on record. The policy's rules are asked first, and as a rule
 * that is all. An application's own {@linkplain dev.usher.access.AccessRule rules} are asked only about what those deny,
 * and like those they only ever allow.
 */
@NullMarked
package dev.usher.access;

import org.jspecify.annotations.NullMarked;
