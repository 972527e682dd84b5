/** Answers the browser's question whether it may join a channel. */
@NullMarked
package dev.usher.authorize;

import org.jspecify.annotations.NullMarked;
