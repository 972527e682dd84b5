/** Where the state is kept that several pods must share: what is asked of every room that has some. */
@NullMarked
package dev.usher.shared;

import org.jspecify.annotations.NullMarked;
