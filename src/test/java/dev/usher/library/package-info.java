/** Usher as a part of another application: the code that docs/library.md shows, and what is left of Usher beside it. */
@NullMarked
package dev.usher.library;

import org.jspecify.annotations.NullMarked;
