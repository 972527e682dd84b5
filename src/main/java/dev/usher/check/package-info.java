/** The policy from the command line: whether it decides as a table says, and who may join a channel. */
@NullMarked
package dev.usher.check;

import org.jspecify.annotations.NullMarked;
