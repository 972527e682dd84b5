/** Requests by the hundred thousand, most of them broken in some way, and what may be made of them. */
@NullMarked
package dev.usher.fuzz;

import org.jspecify.annotations.NullMarked;
